package io.audienceroutes.cli;

import io.audienceroutes.people.Author;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Who makes a change by command, and why. */
final class AuthorOptions {
    @Option(names = "--reason", paramLabel = "TEXT", description = "Reason, recorded in the audit log.")
    private Optional<String> reason;

    Author author() {
        return Author.ofCommand(BundleCommand.actor(), reason.orElse(""));
    }
}
