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
 * @param path decoded, with its segments
 * @param fields query parameters, and fields of the form; those with several values are left out
 * @param session of whoever asks; empty before the log-in
 * @param address from which the request came
 */
record PageRequest(
        String method,
        List<String> path,
        Map<String, String> fields,
        Optional<Session> session,
        boolean fragment,
        String address,
        Map<String, String> cookies) {
    private static final String REMOTE = "CamelVertxPlatformHttpRemoteAddress";

    PageRequest {
        path = List.copyOf(path);
        fields = Map.copyOf(fields);
        cookies = Map.copyOf(cookies);
    }

    /** What the headers of an exchange say. */
    static PageRequest of(Map<String, Object> headers, Optional<Session> session) {
        Map<String, String> fields = new TreeMap<>();
        headers.forEach((name, value) -> {
            if (value instanceof String text && !name.startsWith("Camel")) {
                fields.put(name, text);
            }
        });
        String path = String.valueOf(headers.get("CamelHttpUri")).replaceFirst("\\?.*", "");
        return new PageRequest(
                String.valueOf(headers.get("CamelHttpMethod")),
                List.of(path.substring(1).split("/", -1)).stream()
                        .map(PageRequest::decoded)
                        .toList(),
                fields,
                session,
                headers.keySet().stream().anyMatch("HX-Request"::equalsIgnoreCase),
                String.valueOf(headers.get(REMOTE)).replaceFirst(":\\d+$", ""),
                cookiesOf(headers));
    }

    private static String decoded(String segment) {
        return java.net.URLDecoder.decode(segment.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
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

    /** The method and the path, for example {@code GET log-in/oidc}. */
    String call() {
        return method + " " + String.join("/", path);
    }

    String field(String name) {
        return fields.getOrDefault(name, "").strip();
    }

    Visit visit() {
        Session open = session.orElseThrow(() -> new IllegalStateException("A page of a person has a session"));
        return new Visit(open.principal(), open.csrfToken(), fragment, Optional.empty());
    }

    Author author() {
        return Author.of(session.orElseThrow().principal(), address, field("reason"));
    }
}
