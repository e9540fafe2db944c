package io.audienceroutes.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that a person does to resolve a failure.
 *
 * @param text a sentence; {@code {credential}} and the other {@link #NAMES} stand for what the failure is about
 */
public record ActionStep(String text, List<ActionLink> links) {
    /** What a step may name. */
    public static final Set<String> NAMES =
            Set.of("credential", "destination", "advertiser", "audience", "workflow", "file", "folder");

    private static final Pattern NAME = Pattern.compile("\\{([a-z]+)}");

    public ActionStep {
        links = List.copyOf(links);
        NAME.matcher(text).results().map(found -> found.group(1)).forEach(name -> {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("{" + name + "} is not a name that steps have; expected one of "
                        + NAMES.stream().sorted().toList());
            }
        });
    }

    /** The sentence with the real names; one that is not known here stands in capitals, as in a command's help. */
    public String textFor(Map<String, String> names) {
        return NAME.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        names.getOrDefault(found.group(1), found.group(1).toUpperCase(Locale.ROOT))));
    }
}
