package io.audienceroutes.delivery;

import io.audienceroutes.member.DigestFile;
import io.audienceroutes.workflow.Audiences.Audience;
import io.audienceroutes.workflow.Books.BatchKey;
import io.audienceroutes.workflow.Books.Change;
import io.audienceroutes.workflow.Workflow;
import java.util.BitSet;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The additions or the removals of one id schema, as batches.
 *
 * @param file the change file
 * @param settled indexes of the batches that are accepted or given up
 * @param accepted indexes of the batches that TikTok accepted
 */
record DeliveryPart(Change change, String idSchema, DigestFile file, int batchSize, BitSet settled, BitSet accepted) {
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

    boolean givenUp() {
        return !settled.equals(accepted);
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
                        size(index)));
    }

    private int batches() {
        return file.slices(batchSize);
    }

    private int size(int index) {
        return (int) Math.min(batchSize, file.count() - (long) index * batchSize);
    }
}
