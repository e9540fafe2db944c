package io.audienceroutes.cli;

import io.audienceroutes.app.BundleWiring;
import io.audienceroutes.app.InvalidSettings;
import io.audienceroutes.state.EventFilter;
import io.audienceroutes.state.WorkflowEvent;
import io.audienceroutes.text.SafeText;
import io.audienceroutes.workflow.AuditLog;
import io.audienceroutes.workflow.AuditText;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads, checks and exports the audit log. */
@Command(
        name = "audit",
        description = "Show, verify and export the audit log: who did what, when and why.",
        mixinStandardHelpOptions = true,
        versionProvider = AudienceRoutes.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {AuditCommand.ListEntries.class, AuditCommand.Verify.class, AuditCommand.Export.class})
final class AuditCommand {
    private static final int BROKEN = 1;

    private AuditCommand() {}

    /** The filter of the entries. */
    static final class FilterOptions {
        @Option(
                names = "--subject",
                paramLabel = "ID",
                description =
                        "Only entries about this workflow id, credential:NAME, destination:NAME, person:NAME or token:NAME.")
        private Optional<String> subject;

        @Option(names = "--actor", paramLabel = "NAME", description = "Only entries by this user or component.")
        private Optional<String> actor;

        @Option(names = "--kind", paramLabel = "KIND", description = "Only this kind, for example approve or stopped.")
        private Optional<String> kind;

        @Option(names = "--since", paramLabel = "TIME", description = SinceOption.DESCRIPTION)
        private Optional<String> since;

        EventFilter filter(BundleWiring wiring) {
            return new EventFilter(subject, actor, kind, since.map(text -> SinceOption.parse(text, wiring.now())));
        }
    }

    /** Lists entries. */
    @Command(
            name = "list",
            description = "List the newest entries of the audit log.",
            mixinStandardHelpOptions = true,
            versionProvider = AudienceRoutes.Version.class)
    static final class ListEntries extends StateCommand {
        @Mixin
        private FilterOptions filter;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "50",
                description = "Maximum number of entries; default 50.")
        private int limit;

        @Mixin
        private JsonOption json;

        @Override
        int work(BundleWiring wiring) {
            List<WorkflowEvent> events = wiring.audit().newest(filter.filter(wiring), limit);
            say(json.shown(events, () -> table(events)));
            return 0;
        }

        private static String table(List<WorkflowEvent> events) {
            if (events.isEmpty()) {
                return "No entry of the audit log matches.";
            }
            TextTable table = TextTable.of("ENTRY", "AT", "SUBJECT", "KIND", "ACTOR", "DETAIL")
                    .alignRight("ENTRY");
            events.forEach(event -> table.row(
                    Long.toString(event.sequence()),
                    event.at().truncatedTo(ChronoUnit.SECONDS).toString(),
                    SafeText.line(event.workflowId()),
                    event.kind(),
                    SafeText.line(event.actor()),
                    SafeText.line(AuditText.detail(event))));
            return table.toString();
        }
    }

    /** Checks the chain. */
    @Command(
            name = "verify",
            description = {
                "Verify that no entry of the audit log was changed, removed or inserted.",
                "Prints the newest entry's number and hash. Store them elsewhere and pass them to a later check"
                        + " with --expect: a log that was completely rewritten no longer contains them. Exit code 1 if the"
                        + " check fails."
            },
            mixinStandardHelpOptions = true,
            versionProvider = AudienceRoutes.Version.class)
    static final class Verify extends StateCommand {
        private static final Pattern NOTED = Pattern.compile("(\\d{1,18}):([0-9a-f]{64})");

        @Option(
                names = "--expect",
                paramLabel = "ENTRY:HASH",
                description = "Number and hash that an earlier check printed.")
        private Optional<String> expected;

        @Mixin
        private JsonOption json;

        @Override
        int work(BundleWiring wiring) {
            AuditLog audit = wiring.audit();
            AuditLog.Check check = audit.check();
            boolean asNoted = expected.map(noted -> isAsNoted(audit, noted)).orElse(true);
            say(json.shown(new Outcome(check, check.holds() && asNoted), () -> text(check, asNoted)));
            return check.holds() && asNoted ? 0 : BROKEN;
        }

        private static boolean isAsNoted(AuditLog audit, String noted) {
            Matcher parts = NOTED.matcher(noted);
            if (!parts.matches()) {
                throw new InvalidSettings(
                        "--expect cannot be used: expected ENTRY:HASH as 'audit verify' prints it, for"
                                + " example 1042:9f…, with 64 hexadecimal digits.");
            }
            long entry = Long.parseLong(parts.group(1));
            return entry == 0 || audit.hashOf(entry).equals(Optional.of(parts.group(2)));
        }

        private String text(AuditLog.Check check, boolean asNoted) {
            if (!check.holds()) {
                return "The audit log was changed: entry " + check.firstBroken()
                        + " does not match the hash chain. Entries"
                        + " before it are intact. Compare with a backup or an export of the log, and find out who can"
                        + " write to the state database.";
            }
            if (!asNoted) {
                return "The audit log was rewritten: its chain is whole, but it does not contain "
                        + expected.orElseThrow() + ". Compare with a backup or an export of the log.";
            }
            return "The audit log is intact: " + check.entries() + " entries. Newest entry: " + check.entries() + ":"
                    + check.head();
        }

        /** The machine-readable form. */
        record Outcome(AuditLog.Check chain, boolean intact) {}
    }

    /** Writes entries to a file or to standard output. */
    @Command(
            name = "export",
            description = "Export the audit log, oldest entry first, as JSON Lines or CSV.",
            mixinStandardHelpOptions = true,
            versionProvider = AudienceRoutes.Version.class)
    static final class Export extends StateCommand {
        @Mixin
        private FilterOptions filter;

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                defaultValue = "JSONL",
                description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
        private AuditText.Format format;

        @Option(names = "--output", paramLabel = "FILE", description = "A new file; standard output if omitted.")
        private Optional<Path> output;

        @Override
        int work(BundleWiring wiring) {
            if (output.isPresent()) {
                long entries = toFile(wiring, output.get());
                say(entries + " entries of the audit log were written to " + output.get() + ".");
            } else {
                write(wiring, out());
                out().flush();
            }
            return 0;
        }

        private long toFile(BundleWiring wiring, Path file) {
            try (BufferedWriter writer =
                    Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW)) {
                return write(wiring, writer);
            } catch (IOException e) {
                throw new InvalidSettings("The audit log cannot be exported to " + file + ": " + e
                        + ". Choose a file that does not exist yet, in a folder that this user may write to.");
            }
        }

        private long write(BundleWiring wiring, Writer writer) {
            long[] entries = {0};
            line(writer, format.heading());
            wiring.audit().forEach(filter.filter(wiring), event -> {
                line(writer, Optional.of(format.line(event)));
                entries[0]++;
            });
            return entries[0];
        }

        private static void line(Writer writer, Optional<String> line) {
            try {
                if (line.isPresent()) {
                    writer.write(line.get() + "\n");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
