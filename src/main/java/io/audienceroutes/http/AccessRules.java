package io.audienceroutes.http;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Every call that the server takes. What is not here is refused: nothing is open because somebody forgot it. */
public final class AccessRules {
    private final List<AccessRule> rules;

    /** @throws IllegalArgumentException if two rules are about the same call */
    public AccessRules(List<AccessRule> rules) {
        this.rules = List.copyOf(rules);
        Set<String> calls = new TreeSet<>();
        for (AccessRule rule : rules) {
            String call = rule.method() + " " + rule.path().replaceAll("\\{[^}]*}", "{}");
            if (!calls.add(call)) {
                throw new IllegalArgumentException("There are two rules for " + call);
            }
        }
    }

    /** Every rule. */
    public List<AccessRule> all() {
        return rules;
    }

    /** The rule of this call. */
    Optional<AccessRule> find(String method, String path) {
        return matching(path).stream()
                .filter(rule -> rule.method().equals(method))
                .findFirst();
    }

    /** The methods that this path takes, sorted; none for an unknown path. */
    Set<String> methodsOf(String path) {
        return matching(path).stream().map(AccessRule::method).collect(Collectors.toCollection(TreeSet::new));
    }

    /** A path that is written out wins over one with a parameter. */
    private List<AccessRule> matching(String path) {
        List<String> segments = AccessRule.segmentsOf(path);
        List<AccessRule> found =
                rules.stream().filter(rule -> rule.matches(segments)).toList();
        List<AccessRule> exact =
                found.stream().filter(rule -> !rule.path().contains("{")).toList();
        return exact.isEmpty() ? found : exact;
    }
}
