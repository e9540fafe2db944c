package io.audienceroutes.source;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Endpoint;

/** Requires before each poll that a folder exists: Camel would create it, and an unmounted share would look empty. */
final class FolderAccess implements SourceLook.Preparation {
    private final Path directory;
    private final SourceFaults faults;

    FolderAccess(Path directory, SourceFaults faults) {
        this.directory = directory;
        this.faults = faults;
    }

    @Override
    public void before(Endpoint endpoint) {
        if (!Files.isDirectory(directory)) {
            throw faults.folderMissing(null);
        }
        if (!Files.isReadable(directory) || !Files.isExecutable(directory)) {
            throw faults.accessDenied(null);
        }
    }
}
