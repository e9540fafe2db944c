package io.audienceroutes.workflow;

import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.Destinations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A destination, workflows and receipts to test the workflow room with. */
public final class Examples {
    private Examples() {}

    /** The destination {@code crm}, read from a file in this folder. */
    public static Destination destination(Path folder) {
        try {
            Path directory = Files.createDirectories(folder.resolve("destinations"));
            Files.writeString(directory.resolve("crm.yaml"), """
                    name: crm
                    credential: sandbox
                    advertiserIds: ["7000000000000000001"]
                    audienceName: Readers
                    userIdTypes: [EMAIL]
                    """);
            return Destinations.load(directory).require("crm");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Receipt receipt(Workflow workflow, WorkflowState state) {
        return new Receipt(
                workflow.id(),
                "production",
                state.label(),
                workflow.destination(),
                workflow.audienceName(),
                Optional.empty(),
                workflow.fileName(),
                Optional.empty(),
                "",
                "plain",
                0,
                0,
                0,
                0,
                new Receipt.Outcomes(0, 0, 0, 0, 0, 0, 0, 0, 0),
                Receipt.Unlisted.none(),
                List.of(),
                0,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }
}
