package io.audienceroutes.diagnosis;

import java.util.List;

/**
 * All answers of one look at the installation, in the order in which they were asked.
 *
 * @param checks the answers
 */
public record Diagnosis(List<Check> checks) {
    public Diagnosis {
        checks = List.copyOf(checks);
    }

    /** The worst of the answers. */
    public Verdict worst() {
        return checks.stream().map(Check::verdict).max(Verdict::compareTo).orElse(Verdict.FINE);
    }

    /** The questions that TikTok did not answer, because it could not be reached or was busy. */
    public List<Check> unanswered() {
        return checks.stream()
                .filter(check -> check.verdict() == Verdict.UNKNOWN)
                .filter(check -> check.action().isPresent())
                .toList();
    }

    /** Whether every question that decides was answered, and none of the answers is a fault. */
    public boolean validates() {
        return worst() != Verdict.FAULT && unanswered().isEmpty();
    }

    /** How many answers came to this. */
    public long count(Verdict verdict) {
        return checks.stream().filter(check -> check.verdict() == verdict).count();
    }

    /** What a command ends with: 0 fine or unknown, 3 warnings, 1 a fault. */
    public int exitCode() {
        return switch (worst()) {
            case FINE, UNKNOWN -> 0;
            case WARNING -> 3;
            case FAULT -> 1;
        };
    }
}
