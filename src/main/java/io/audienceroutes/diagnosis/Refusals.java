package io.audienceroutes.diagnosis;

import io.audienceroutes.catalog.ErrorKind;
import io.audienceroutes.tiktok.TikTokException;

/** Turns a refusal by TikTok into the result of a check. */
final class Refusals {
    private Refusals() {}

    /** A fault with the code to look up in the catalogue; a temporary problem counts as unknown. */
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
