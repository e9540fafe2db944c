package io.audienceroutes.stage.recover;

import io.audienceroutes.destination.Source;
import io.audienceroutes.destination.SourceHandling;
import io.audienceroutes.destination.SourceHandling.OnFailure;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.workflow.Failure;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.Workflow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One folder with all refused files from any source: a copy of the file, and {@code NAME.reason.txt} with the failure
 * of the workflow, which contains no row values. Only if the destination asks for it, because the copy is personal
 * data. A file that is refused again replaces its copy.
 */
final class Quarantine {
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
    private static final int MOST_CHARACTERS = 60;

    private final DataDirectory data;

    Quarantine(DataDirectory data) {
        this.data = data;
    }

    /** Stores the file of a workflow that failed because of it. Never throws, so as not to hide the failure itself. */
    void keep(Workflow workflow, Failure failure) {
        boolean wanted = workflow.settings()
                .source()
                .map(Source::handling)
                .map(SourceHandling::onFailure)
                .filter(OnFailure.QUARANTINE::equals)
                .isPresent();
        boolean ofTheFile = failure.condition().startsWith("segment-file-")
                || failure.condition().equals("process-ended");
        if (wanted && failure.stage() == Stage.PREPARE && ofTheFile) {
            try {
                copy(workflow, failure);
            } catch (IOException | RuntimeException e) {
                LOG.error("The file of workflow {} could not be kept in quarantine: {}", workflow.id(), e.toString());
            }
        }
    }

    private void copy(Workflow workflow, Failure failure) throws IOException {
        Path folder = data.quarantine(workflow.destination());
        Path file = folder.resolve(workflow.id() + "-" + name(workflow.fileName()));
        Path partial = folder.resolve(file.getFileName() + ".partial");
        Files.copy(data.stagedFile(workflow.id()), partial, StandardCopyOption.REPLACE_EXISTING);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        String reason = "File:     " + workflow.fileName()
                + "\nWorkflow: " + workflow.id()
                + "\nRefused:  " + failure.at()
                + "\nReason:   " + failure.condition()
                + "\n\n" + failure.message() + "\n";
        Files.writeString(folder.resolve(file.getFileName() + ".reason.txt"), reason, StandardCharsets.UTF_8);
    }

    /** The extension is kept, and the name is limited to the file system's maximum. */
    private static String name(String fileName) {
        String safe = fileName.replaceAll("[\\p{Cntrl}/\\\\]", "_");
        return safe.substring(Math.max(0, safe.length() - MOST_CHARACTERS));
    }
}
