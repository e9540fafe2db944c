package io.audienceroutes.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What breaks one rule. The failure names the rule, and for each finding the file and the step. */
final class Findings {
    private final String rule;
    private final List<String> found = new ArrayList<>();

    private Findings(String rule) {
        this.rule = rule;
    }

    static Findings against(String rule) {
        return new Findings(rule);
    }

    /** Finds each of these that does not hold. */
    static <T> void requireAll(String rule, List<T> subjects, Predicate<T> holds) {
        assertThat(subjects).as("subjects of the rule: " + rule).isNotEmpty();
        Findings findings = against(rule);
        subjects.stream().filter(holds.negate()).forEach(findings::add);
        findings.requireNone();
    }

    void add(Object subject) {
        found.add(subject.toString());
    }

    void add(Object subject, String what) {
        found.add(subject + ": " + what);
    }

    void requireNone() {
        assertThat(found).as("Rule: " + rule).isEmpty();
    }
}
