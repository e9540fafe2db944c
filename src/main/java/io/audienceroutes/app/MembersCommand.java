package io.audienceroutes.app;

import io.audienceroutes.delivery.MemberFiles.Checked;
import io.audienceroutes.workflow.MemberRecords.MemberFile;
import io.audienceroutes.workflow.StoredJson;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks at the files that tell what this product put into each audience. */
@Command(
        name = "members",
        description = "Looks at the files that tell what was delivered to each audience.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = MembersCommand.Verify.class)
final class MembersCommand {
    private static final String ROW = "%-30s %-14s %-20s %13s  %s";

    /** Reads all of them again. */
    @Command(
            name = "verify",
            description =
                    "Reads every member file again and compares checksum, order and number. Exit code 1 when one is"
                            + " damaged, missing or not complete.",
            mixinStandardHelpOptions = true)
    static final class Verify implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private ProfileOption profile;

        @Option(names = "--audience", paramLabel = "NAME", description = "Only the audiences of this name.")
        private Optional<String> audience;

        @Option(names = "--json", description = "Prints JSON.")
        private boolean json;

        @Override
        public Integer call() {
            try (StoredState stored = StoredState.open(profile.profiles())) {
                List<Checked> files = stored.wiring().memberFiles().check(audience);
                PrintWriter out = spec.commandLine().getOut();
                print(out, files);
                out.flush();
                return files.stream().anyMatch(file -> file.problem().isPresent()) ? 1 : 0;
            }
        }

        private void print(PrintWriter out, List<Checked> files) {
            if (json) {
                out.println(StoredJson.writePretty(files));
            } else if (files.isEmpty()) {
                out.println("Nothing was delivered yet"
                        + audience.map(name -> " to an audience with the name '" + name + "'")
                                .orElse("") + ".");
            } else {
                out.println(String.format(Locale.ROOT, ROW, "AUDIENCE", "SCHEMA", "FILE OF", "MEMBERS", "STATE"));
                files.forEach(file -> out.println(line(file)));
            }
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
