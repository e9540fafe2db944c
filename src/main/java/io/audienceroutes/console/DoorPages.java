package io.audienceroutes.console;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The pages before somebody has logged in, and those of errors. */
public final class DoorPages {
    private DoorPages() {}

    /**
     * Path {@code /log-in}.
     *
     * @param csrf goes with the form
     * @param next the path to go to afterwards; a path of this console
     * @param name what was typed before, so that nothing has to be typed twice
     * @param problem why the last try failed
     * @param provider what the OpenID Connect provider is called, where there is one
     */
    public static String logIn(
            String csrf, String next, String name, Optional<String> problem, Optional<String> provider) {
        return logIn(csrf, next, name, problem, provider, Map.of());
    }

    /**
     * As above, for a form that was sent after its session had ended: its fields go along as {@code carried.NAME}, and
     * {@code next} is where it was sent to. After the log-in, {@link #resume} shows it again.
     */
    public static String logIn(
            String csrf,
            String next,
            String name,
            Optional<String> problem,
            Optional<String> provider,
            Map<String, String> carried) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("csrf", csrf);
        parameters.put("next", next);
        parameters.put("name", Show.typed(name));
        parameters.put("problem", problem.map(Show::text).orElse(""));
        parameters.put("provider", provider.map(Show::brief).orElse(""));
        parameters.put("carried", new TreeMap<>(carried));
        return Templates.render("logIn", parameters);
    }

    /**
     * The form that was sent when its session had ended, to be sent again by whoever filled it in.
     *
     * @param path where it goes; a path of this console
     * @param fields as they were filled in, without the token of the ended session
     */
    public static String resume(String csrf, String path, Map<String, String> fields) {
        return Templates.render("resume", Map.of("csrf", csrf, "path", path, "fields", new TreeMap<>(fields)));
    }

    /**
     * Path {@code /welcome}: the first administrator, or a person who was invited, chooses a password.
     *
     * @param invitation the secret of the one-time link
     * @param name of an invited person; empty for the first administrator, who chooses it
     */
    public static String welcome(String csrf, String invitation, String name, Optional<String> problem) {
        return Templates.render(
                "welcome",
                Map.of(
                        "csrf",
                        csrf,
                        "invitation",
                        invitation,
                        "name",
                        Show.typed(name),
                        "problem",
                        problem.map(Show::text).orElse("")));
    }

    /**
     * A page for a request that could not be answered.
     *
     * @param status of HTTP
     * @param message what failed and what to do; no stack trace
     */
    public static String error(int status, String title, String message) {
        return Templates.render("error", Map.of("status", status, "title", title, "message", Show.text(message)));
    }
}
