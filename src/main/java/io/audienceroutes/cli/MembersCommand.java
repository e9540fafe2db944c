package io.audienceroutes.cli;

import io.audienceroutes.audience.MemberRecords.MemberFile;
import io.audienceroutes.stage.compare.MemberFiles.Checked;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks the files that record what this product added to each audience. */
@Command(
        name = "members",
        description = "Check the files that record what was delivered to each audience.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = MembersCommand.Verify.class)
final class MembersCommand {
    private static final String ROW = "%-30s %-14s %-20s %13s  %s";

    /** Reads all of them again. */
    @Command(
            name = "verify",
            description =
                    "Read every member file again and check its checksum, order and number, and what ledger and receipt say"
                            + " of it. After a mirrored list that was delivered whole, all members are compared with that list."
                            + " After any other end, only the members that the last workflow added or removed are compared,"
                            + " as long as its working files are kept. Exit code 1 if a file is damaged, missing, incomplete"
                            + " or contradicted.",
            mixinStandardHelpOptions = true)
    static final class Verify extends BundleCommand {
        @Option(names = "--audience", paramLabel = "NAME", description = "Only audiences with this name.")
        private Optional<String> audience;

        @Mixin
        private JsonOption json;

        @Override
        public Integer call() {
            try (StoredState stored = StoredState.open(profiles())) {
                List<Checked> files = stored.wiring().memberFiles().check(audience);
                say(json.shown(files, () -> text(files)));
                return files.stream().anyMatch(file -> file.problem().isPresent()) ? 1 : 0;
            }
        }

        private String text(List<Checked> files) {
            if (files.isEmpty()) {
                return "Nothing was delivered yet"
                        + audience.map(name -> " to an audience with the name '" + name + "'")
                                .orElse("") + ".";
            }
            String heading = String.format(Locale.ROOT, ROW, "AUDIENCE", "SCHEMA", "FILE OF", "MEMBERS", "STATE");
            return Stream.concat(Stream.of(heading), files.stream().map(Verify::line))
                    .collect(Collectors.joining("\n"));
        }

        private static String line(Checked file) {
            MemberFile named = file.named();
            return String.format(
                    Locale.ROOT,
                    ROW,
                    named.audienceName(),
                    named.idSchema(),
                    named.kind(),
                    String.format(Locale.ROOT, "%,d", named.members()),
                    file.problem().orElse("ok"));
        }
    }
}
