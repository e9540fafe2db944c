package io.audienceroutes.diagnosis;

import java.util.List;

/**
 * The results of all checks of the installation, in order.
 *
 * @param checks the results
 */
public record Diagnosis(List<Check> checks) {
    public Diagnosis {
        checks = List.copyOf(checks);
    }

    /** The worst of the results. */
    public Verdict worst() {
        return checks.stream().map(Check::verdict).max(Verdict::compareTo).orElse(Verdict.FINE);
    }

    /** The checks that failed because TikTok was unreachable or busy. */
    public List<Check> unanswered() {
        return checks.stream()
                .filter(check -> check.verdict() == Verdict.UNKNOWN)
                .filter(check -> check.action().isPresent())
                .toList();
    }

    /** Whether every question that decides was answered, and none of the results is a fault. */
    public boolean validates() {
        return worst() != Verdict.FAULT && unanswered().isEmpty();
    }

    /** The number of results with this verdict. */
    public long count(Verdict verdict) {
        return checks.stream().filter(check -> check.verdict() == verdict).count();
    }

    /** The exit code: 0 for fine or unknown, 3 for warnings, 1 for a fault. */
    public int exitCode() {
        return switch (worst()) {
            case FINE, UNKNOWN -> 0;
            case WARNING -> 3;
            case FAULT -> 1;
        };
    }
}
