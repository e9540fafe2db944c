package io.audienceroutes.workflow.ledger;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A selection of the members of batches: whole batches and, of divided batches, single members.
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

    /** Which batches are meant whole, and which members of others, as text: equal texts stand for equal members. */
    public String text() {
        StringBuilder text = new StringBuilder(ranges(batches));
        new TreeMap<>(ofOthers)
                .forEach((index, members) ->
                        text.append(' ').append(index).append(':').append(ranges(members)));
        return text.toString();
    }

    private static String ranges(BitSet set) {
        StringBuilder ranges = new StringBuilder();
        for (int from = set.nextSetBit(0); from >= 0; from = set.nextSetBit(from)) {
            int behind = set.nextClearBit(from);
            ranges.append(ranges.isEmpty() ? "" : ",").append(from);
            if (behind > from + 1) {
                ranges.append('-').append(behind - 1);
            }
            from = behind;
        }
        return ranges.toString();
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
