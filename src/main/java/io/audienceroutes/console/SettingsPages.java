package io.audienceroutes.console;

import io.audienceroutes.console.Page.Section;
import io.audienceroutes.people.ApiToken;
import io.audienceroutes.people.Person;
import io.audienceroutes.people.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The page of settings: one's own access, people, API tokens, and the configuration in effect with secrets masked. */
public final class SettingsPages {
    private static final Pattern SECRET = Pattern.compile(
            "(?i).*(token|secret|password|passphrase|apikey|api-key|access-key|private-key|credential).*");
    private static final String MASK = "••••••••";

    private final ConsoleData data;
    private final Frame frame;

    /** Pages in the frame of these. */
    public SettingsPages(ConsoleData data) {
        this.data = data;
        this.frame = new Frame(data);
    }

    /**
     * Path {@code /settings}. People and tokens are shown to administrators, the configuration to operators, whoever asks
     * for the page.
     *
     * @param settings the effective configuration by key; what is secret is masked here, whatever is given
     * @param shownOnce the secret of a token, or the one-time link of a person, that was made by the form before this page
     */
    public String show(
            Visit visit,
            List<Person> people,
            List<ApiToken> tokens,
            Map<String, String> settings,
            Optional<String> shownOnce) {
        Map<String, String> masked = new TreeMap<>();
        settings.forEach((key, value) -> masked.put(Show.brief(key), masked(key, value)));
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("people", visit.mayAdminister() ? List.copyOf(people) : List.of());
        parameters.put("tokens", visit.mayAdminister() ? List.copyOf(tokens) : List.of());
        parameters.put("settings", visit.mayConfigure() ? masked : Map.of());
        parameters.put("shownOnce", visit.mayAdminister() ? shownOnce.orElse("") : "");
        parameters.put("roles", List.of(Role.values()));
        parameters.put("now", data.clock().instant());
        return frame.page(visit, "Settings", Section.SETTINGS, "settings", parameters);
    }

    private static String masked(String key, String value) {
        return SECRET.matcher(key).matches() && !value.isEmpty() ? MASK : Show.brief(value);
    }

    /** What a person's access is, in a word. */
    static String state(Person person) {
        if (!person.enabled()) {
            return "Disabled";
        }
        return person.passwordSetAt().isEmpty() && person.source() == Person.Source.LOCAL ? "Invited" : "";
    }
}
