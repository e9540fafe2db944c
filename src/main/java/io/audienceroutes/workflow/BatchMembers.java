package io.audienceroutes.workflow;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Some of the members that batches carry: whole batches, and of others, which were sent in parts, single members.
 *
 * @param batches indexes of the batches that are meant whole
 * @param ofOthers by the index of another batch, the places in it of the members that are meant
 */
public record BatchMembers(BitSet batches, Map<Integer, BitSet> ofOthers) {
    public BatchMembers {
        ofOthers = Map.copyOf(ofOthers);
    }

    /** Whether no member is meant. */
    public boolean isEmpty() {
        return batches.isEmpty() && ofOthers.isEmpty();
    }

    /** How many batches are meant whole, and how many members of others, as text. */
    public String counts() {
        int single = ofOthers.values().stream().mapToInt(BitSet::cardinality).sum();
        return batches.cardinality() + "+" + single;
    }

    /** These and the others. */
    public BatchMembers or(BatchMembers other) {
        BitSet whole = (BitSet) batches.clone();
        whole.or(other.batches);
        Map<Integer, BitSet> single = new HashMap<>();
        ofOthers.forEach((index, members) -> single.put(index, (BitSet) members.clone()));
        other.ofOthers.forEach((index, members) ->
                single.computeIfAbsent(index, key -> new BitSet()).or(members));
        return new BatchMembers(whole, single);
    }
}
