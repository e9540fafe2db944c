package io.audienceroutes.cli;

import io.audienceroutes.app.InvalidSettings;
import io.audienceroutes.text.SafeText;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Common parts of the commands that work on the bundle's state: profiles and output. */
abstract class BundleCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ProfileOption profile;

    List<String> profiles() {
        return profile.profiles();
    }

    /** Standard output; external text cannot control the terminal. */
    PrintWriter out() {
        return SafeText.writer(spec.commandLine().getOut(), profile::inCommands);
    }

    void say(String text) {
        out().println(text);
        out().flush();
    }

    /** As {@link ProfileOption#inCommands}. */
    String inCommands(String text) {
        return profile.inCommands(text);
    }

    /** The user, for the audit log. */
    static String actor() {
        return System.getProperty("user.name", "unknown");
    }

    static void requireReadable(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new InvalidSettings("There is no file at " + file + " that this user may read. Check the path.");
        }
    }
}
