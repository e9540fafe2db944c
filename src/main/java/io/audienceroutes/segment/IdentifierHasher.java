package io.audienceroutes.segment;

import java.util.Map;
import java.util.Optional;

/** Brings the raw values of one identifier type into one form and hashes it. One instance for one chunk. */
interface IdentifierHasher {

    /** Adds the digests of the trimmed, non-empty value between two positions of a cell, or says why not. */
    Optional<RejectReason> hash(String cell, int from, int to, Digests digests);

    /** What accepted values so far were freed from. */
    default Map<Correction, Long> corrections() {
        return Map.of();
    }

    /** Values so far whose forms under the two e-mail rules differ. */
    default long valuesWhereEmailRulesDiffer() {
        return 0;
    }

    /** What may be shown of a rejected value. */
    String masked(String value);
}
