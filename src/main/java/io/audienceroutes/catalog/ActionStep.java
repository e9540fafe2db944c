package io.audienceroutes.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One step to resolve a failure.
 *
 * @param text a sentence; {@code {credential}} and the other {@link #NAMES} are placeholders
 */
public record ActionStep(String text, List<ActionLink> links) {
    /** The placeholders of steps. */
    public static final Set<String> NAMES =
            Set.of("credential", "destination", "advertiser", "audience", "workflow", "file", "folder");

    private static final Pattern NAME = Pattern.compile("\\{([a-z]+)}");

    public ActionStep {
        links = List.copyOf(links);
        NAME.matcher(text).results().map(found -> found.group(1)).forEach(name -> {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("{" + name + "} is not a placeholder of steps; expected one of "
                        + NAMES.stream().sorted().toList());
            }
        });
    }

    /** The sentence with the real names; an unknown one appears in capitals, as in a command's help. */
    public String textFor(Map<String, String> names) {
        return NAME.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        names.getOrDefault(found.group(1), found.group(1).toUpperCase(Locale.ROOT))));
    }
}
