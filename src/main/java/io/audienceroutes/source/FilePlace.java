package io.audienceroutes.source;

import java.io.IOException;
import java.util.Optional;
import org.apache.camel.component.file.GenericFile;

/** Where files lie: a folder of this machine, or one on a server over its open connection. Paths are the component's. */
interface FilePlace {
    /** What lies at this path now, or empty where nothing does. */
    Optional<FileStamp> stamp(String path) throws IOException;

    /** Makes the archive where it is missing; raises where files cannot be put there. */
    void requireArchive() throws IOException;

    /** Moves the file into the archive. False where something has that name already, which then stays. */
    boolean move(String path, String archiveName) throws IOException;

    /** Takes a file back out of the archive. */
    void moveBack(String archiveName, String path) throws IOException;

    /** What lies in the archive under this name. */
    Optional<FileStamp> archived(String archiveName) throws IOException;

    /** Deletes a file that is there. */
    void delete(String path) throws IOException;

    /** Why this entry of a listing is not taken, however often it is looked at; empty where it may be. */
    Optional<String> refusalOf(GenericFile<?> entry) throws IOException;

    /** Whether this is a symbolic link: taken, it is deleted, and its target stays where it is. */
    default boolean isLink(String path) {
        return false;
    }
}
