package io.audienceroutes.diagnosis;

import java.util.Objects;
import java.util.Optional;

/**
 * One check of the installation, and its result.
 *
 * @param subject what is checked: {@code installation}, {@code credential acme-ads}, {@code destination acme}
 * @param question the aspect, such as {@code Disk space}
 * @param found what was found, in a sentence without personal data or secrets
 * @param remedy what to do; present for every warning and fault
 * @param action the workflow action that a delivery would fail with, if any
 */
public record Check(
        String subject,
        String question,
        Verdict verdict,
        String found,
        Optional<String> remedy,
        Optional<String> action) {
    /** Warnings and faults must have a remedy. */
    public Check {
        Objects.requireNonNull(subject);
        Objects.requireNonNull(question);
        Objects.requireNonNull(found);
        boolean bad = verdict == Verdict.WARNING || verdict == Verdict.FAULT;
        if (bad && remedy.isEmpty()) {
            throw new IllegalArgumentException(
                    "The check '" + question + "' found a " + verdict.word() + " and names no remedy.");
        }
    }

    /** No problem. */
    public static Check fine(String subject, String question, String found) {
        return new Check(subject, question, Verdict.FINE, found, Optional.empty(), Optional.empty());
    }

    /** It cannot be determined. */
    public static Check unknown(String subject, String question, String found) {
        return new Check(subject, question, Verdict.UNKNOWN, found, Optional.empty(), Optional.empty());
    }

    /** It works, but a problem is near. */
    public static Check warning(String subject, String question, String found, String remedy) {
        return new Check(subject, question, Verdict.WARNING, found, Optional.of(remedy), Optional.empty());
    }

    /** It does not work. */
    public static Check fault(String subject, String question, String found, String remedy) {
        return new Check(subject, question, Verdict.FAULT, found, Optional.of(remedy), Optional.empty());
    }

    /** The same, with the workflow action. */
    public Check as(String workflowAction) {
        return new Check(subject, question, verdict, found, remedy, Optional.of(workflowAction));
    }
}
