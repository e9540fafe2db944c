package io.audienceroutes.cli;

import io.audienceroutes.app.InvalidSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option of every command that reads the configuration; it may also be given before the command. */
final class ProfileOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description =
                    "Also reads config/application-NAME.properties; may be given several times. 'sandbox' delivers"
                            + " to the bundled simulator.")
    private List<String> profiles = new ArrayList<>();

    List<String> profiles() {
        List<String> all = given();
        for (String profile : all) {
            if (!profile.matches("[a-z0-9-]+")) {
                throw new InvalidSettings(
                        "--profile requires a name of lower-case letters, digits and hyphens, but found '"
                                + profile.replaceAll("\\p{Cntrl}", "?") + "'.");
            }
        }
        return all;
    }

    /** As given, before or after the command. */
    private List<String> given() {
        List<String> all = new ArrayList<>();
        if (command.root().userObject() instanceof AudienceRoutes root) {
            all.addAll(root.profiles());
        }
        profiles.stream().filter(profile -> !all.contains(profile)).forEach(all::add);
        return List.copyOf(all);
    }

    /**
     * Adds this command's profiles to the commands in a text, so that they can be pasted and refer to the same
     * installation.
     */
    String inCommands(String text) {
        List<String> all = given();
        if (all.isEmpty()) {
            return text;
        }
        String names = String.join("|", command.root().subcommands().keySet());
        String profile = all.stream().map(name -> "--profile " + name + " ").collect(Collectors.joining());
        return text.replaceAll(
                "(?<![-/\\w])audience-routes (?=(?:" + names + ")\\b)",
                Matcher.quoteReplacement("audience-routes " + profile));
    }
}
