package io.audienceroutes.diagnosis;

import io.audienceroutes.catalog.ErrorKind;
import io.audienceroutes.tiktok.TikTokException;

/** What it means for an answer that TikTok refused the question. */
final class Refusals {
    private Refusals() {}

    /** A fault with the catalogue's code to look up; what passes by itself is not known for now. */
    static Check check(String subject, String question, TikTokException refusal) {
        String found = refusal.getMessage();
        if (refusal.kind() == ErrorKind.PERMANENT || refusal.kind() == ErrorKind.CONTENT) {
            String remedy = refusal.code().isPresent()
                    ? "See: audience-routes explain " + refusal.code().getAsInt()
                    : "See the action " + refusal.actionId() + " in config/error-catalog.yaml.";
            return Check.fault(subject, question, found, remedy).as(refusal.actionId());
        }
        return Check.unknown(subject, question, found).as(refusal.actionId());
    }
}
