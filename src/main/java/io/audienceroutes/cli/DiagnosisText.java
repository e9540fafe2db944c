package io.audienceroutes.cli;

import io.audienceroutes.diagnosis.Check;
import io.audienceroutes.diagnosis.Diagnosis;
import io.audienceroutes.diagnosis.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A diagnosis as text: grouped by subject, one result per line, each followed by its remedy. */
final class DiagnosisText {
    private DiagnosisText() {}

    static String of(Diagnosis diagnosis) {
        List<String> lines = new ArrayList<>();
        String subject = "";
        for (Check check : diagnosis.checks()) {
            if (!check.subject().equals(subject)) {
                subject = check.subject();
                lines.add((lines.isEmpty() ? "" : System.lineSeparator()) + subject);
            }
            lines.add(String.format(
                    Locale.ROOT, "  %-8s %s: %s", check.verdict().word(), check.question(), check.found()));
            check.remedy().ifPresent(remedy -> lines.add("           " + remedy));
        }
        lines.add("");
        lines.add(summary(diagnosis));
        return String.join(System.lineSeparator(), lines);
    }

    private static String summary(Diagnosis diagnosis) {
        long faults = diagnosis.count(Verdict.FAULT);
        long warnings = diagnosis.count(Verdict.WARNING);
        if (faults + warnings == 0 && !diagnosis.unanswered().isEmpty()) {
            return "No fault was found, but TikTok did not answer all calls.";
        }
        if (faults + warnings == 0) {
            return "No problem was found.";
        }
        return faults
                + (faults == 1 ? " fault, " : " faults, ")
                + warnings
                + (warnings == 1 ? " warning." : " warnings.");
    }
}
