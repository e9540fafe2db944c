package io.audienceroutes.http;

import java.util.List;
import java.util.Set;

/**
 * One call that the server takes.
 *
 * @param method in capitals
 * @param path with its parameters in braces, for example {@code /api/v1/workflows/{id}}
 * @param query the names of the query parameters that it takes; others are refused
 */
public record AccessRule(String method, String path, Access access, Set<String> query) {
    public AccessRule {
        query = Set.copyOf(query);
    }

    /** Whether a path is of this rule; a parameter takes one segment that is not empty. */
    boolean matches(List<String> segments) {
        List<String> own = segmentsOf(path);
        if (own.size() != segments.size()) {
            return false;
        }
        for (int index = 0; index < own.size(); index++) {
            boolean parameter = own.get(index).startsWith("{");
            boolean same =
                    parameter ? !segments.get(index).isEmpty() : own.get(index).equals(segments.get(index));
            if (!same) {
                return false;
            }
        }
        return true;
    }

    static List<String> segmentsOf(String path) {
        return List.of(path.split("/", -1));
    }
}
