package io.audienceroutes.segment;

import java.util.Map;
import java.util.Optional;

/** Normalises and hashes the raw values of one identifier type. One instance for one chunk. */
interface IdentifierHasher {

    /** Adds the digests of the trimmed, non-empty value between two positions of a cell, or says why not. */
    Optional<RejectReason> hash(String cell, int from, int to, Digests digests);

    /** The corrections so far. */
    default Map<Correction, Long> corrections() {
        return Map.of();
    }

    /** Values so far whose forms under the two e-mail rules differ. */
    default long valuesWhereEmailRulesDiffer() {
        return 0;
    }

    /** The masked form of a rejected value. */
    String masked(String value);
}
