package io.audienceroutes.stage.deliver;

import io.audienceroutes.audience.Audiences.Audience;
import io.audienceroutes.member.DigestFile;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.ledger.BatchLedger.BatchKey;
import io.audienceroutes.workflow.ledger.BatchLedger.Change;
import io.audienceroutes.workflow.ledger.BatchLedger.PartState;
import java.util.BitSet;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The additions or the removals of one id schema, as batches.
 *
 * @param file the change file
 * @param settled indexes of the batches that are accepted or given up
 * @param accepted indexes of the batches that TikTok accepted whole
 * @param divided batches that are sent in parts, and what became of these
 */
record DeliveryPart(
        Change change,
        String idSchema,
        DigestFile file,
        int batchSize,
        BitSet settled,
        BitSet accepted,
        Map<Integer, Map<Integer, PartState>> divided) {
    String task() {
        return switch (change) {
            case ADD -> "Add members (" + idSchema + ")";
            case REMOVE -> "Remove members (" + idSchema + ")";
        };
    }

    Map<String, String> inputs() {
        return Map.of("members", Long.toString(file.count()), "batches", Integer.toString(batches()));
    }

    Map<String, String> outputs() {
        return Map.of("acceptedBatches", Integer.toString(accepted.cardinality()));
    }

    boolean isEmpty() {
        return file.count() == 0;
    }

    /** Whether part of it was skipped. */
    boolean givenUp() {
        BitSet others = (BitSet) settled.clone();
        others.andNot(accepted);
        return others.stream()
                .anyMatch(index ->
                        !divided.containsKey(index) || divided.get(index).containsValue(PartState.SKIPPED));
    }

    long membersLeft() {
        return file.count() - settled.stream().mapToLong(this::size).sum();
    }

    Stream<Batch> unsettled(Workflow workflow, Audience audience) {
        return IntStream.range(0, batches())
                .filter(index -> !settled.get(index))
                .mapToObj(index -> new Batch(
                        new BatchKey(workflow.id(), change, idSchema, index),
                        workflow.settings().advertiserIds(),
                        audience.tiktokId().orElseThrow(),
                        audience.createdAt(),
                        file,
                        batchSize,
                        size(index),
                        divided.getOrDefault(index, Map.of())));
    }

    private int batches() {
        return file.slices(batchSize);
    }

    private int size(int index) {
        return (int) Math.min(batchSize, file.count() - (long) index * batchSize);
    }
}
