package io.audienceroutes.api;

import io.audienceroutes.console.Visit;
import io.audienceroutes.people.Author;
import io.audienceroutes.people.Session;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a browser asked for.
 *
 * @param page the id of the entry in {@code pages.camel.yaml} that was matched, and whose role was checked: what is done
 *     is decided by nothing else
 * @param fields parameters of the path and of the query, and fields of the form; those with several values are left out
 * @param session of whoever asks; empty before the log-in
 * @param address from which the request came
 */
record PageRequest(
        String page,
        Map<String, String> fields,
        Optional<Session> session,
        boolean fragment,
        String address,
        Map<String, String> cookies) {
    private static final String REMOTE = "CamelVertxPlatformHttpRemoteAddress";

    PageRequest {
        fields = Map.copyOf(fields);
        cookies = Map.copyOf(cookies);
    }

    /** What the headers of an exchange say. */
    static PageRequest of(String page, Map<String, Object> headers, Session session) {
        Map<String, String> fields = new TreeMap<>();
        headers.forEach((name, value) -> {
            if (value instanceof String text && !name.startsWith("Camel")) {
                fields.put(name, text);
            }
        });
        return new PageRequest(
                page,
                fields,
                Optional.ofNullable(session),
                headers.keySet().stream().anyMatch("HX-Request"::equalsIgnoreCase),
                String.valueOf(headers.get(REMOTE)).replaceFirst(":\\d+$", ""),
                cookiesOf(headers));
    }

    private static Map<String, String> cookiesOf(Map<String, Object> headers) {
        Map<String, String> cookies = new TreeMap<>();
        headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Cookie"))
                .map(header -> String.valueOf(header.getValue()))
                .flatMap(text -> List.of(text.split(";", -1)).stream())
                .map(pair -> pair.strip().split("=", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> cookies.put(pair[0], pair[1]));
        return cookies;
    }

    /** A field without white space at its ends; empty where there is none. */
    String field(String name) {
        return fields.getOrDefault(name, "").strip();
    }

    /** A field as it was typed, such as a password. */
    String typed(String name) {
        return fields.getOrDefault(name, "");
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    /** A field that is a number from 0 to this one; 0 where it is empty. */
    int number(String name, int most) {
        String text = field(name);
        if (text.isEmpty()) {
            return 0;
        }
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) > most) {
            throw new ApiInvalid(
                    "The field " + name + " is not valid: expected a number from 0 to " + most + ". Nothing was done.");
        }
        return Integer.parseInt(text);
    }

    /** The session, which every page has that is not public. */
    Session open() {
        return session.orElseThrow(() -> new IllegalStateException("Page " + page + " has no session"));
    }

    Visit visit() {
        return new Visit(open().principal(), open().csrfToken(), fragment, Optional.empty());
    }

    Author author() {
        return Author.of(open().principal(), address, field("reason"));
    }

    /** An entry that no method of the console answers: a fault of ours. */
    IllegalStateException unknown() {
        return new IllegalStateException("No method answers page " + page);
    }
}
