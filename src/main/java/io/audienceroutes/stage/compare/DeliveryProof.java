package io.audienceroutes.stage.compare;

import io.audienceroutes.member.DigestFile;
import io.audienceroutes.member.GenerationProof;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.tiktok.IdSchema;
import io.audienceroutes.workflow.BooksContradicted;
import io.audienceroutes.workflow.Comparison;
import io.audienceroutes.workflow.Comparison.SchemaComparison;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.ledger.BatchLedger.Change;
import io.audienceroutes.workflow.ledger.LedgerReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Verifies a delivery before it counts as one: its change files match its comparison, the ledger contains each of their
 * batches, and no opted-out member is added. That the members match the ledger is verified when they are computed, by
 * {@link SnapshotBuilder}.
 */
public final class DeliveryProof {
    private final LedgerReader ledgerReader;
    private final DataDirectory data;

    /** Reads the ledger and the working files. */
    public DeliveryProof(LedgerReader ledgerReader, DataDirectory data) {
        this.ledgerReader = ledgerReader;
        this.data = data;
    }

    /** Throws {@link BooksContradicted} if the verification fails. */
    public void require(Workflow workflow) {
        for (SchemaComparison schema : schemas(workflow)) {
            requireSettled(workflow, Change.ADD, schema.idSchema(), schema.addsFile(), schema.adds());
            requireSettled(workflow, Change.REMOVE, schema.idSchema(), schema.removesFile(), schema.removes());
        }
        requireNobodyOptedOut(workflow);
    }

    /** Called before anything is sent, and before the delivery is confirmed. */
    public void requireNobodyOptedOut(Workflow workflow) {
        for (SchemaComparison schema : schemas(workflow)) {
            optedOutInAdds(workflow, schema).ifPresent(found -> {
                throw new BooksContradicted(workflow, found);
            });
        }
    }

    /** Additions of people who opted out, as text; empty if there are none, or the files are deleted. */
    public Optional<String> optedOutInAdds(Workflow workflow, SchemaComparison schema) {
        Path adds = data.workflow(workflow.id()).resolve(schema.addsFile());
        Optional<Path> optedOut = optedOut(workflow, schema);
        if (optedOut.isEmpty() || Files.notExists(adds)) {
            return Optional.empty();
        }
        long common = GenerationProof.common(DigestFile.open(adds), DigestFile.open(optedOut.get()));
        return common == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT, "%,d members that it adds under %s have opted out", common, schema.idSchema()));
    }

    private Optional<Path> optedOut(Workflow workflow, SchemaComparison schema) {
        var type = IdSchema.valueOf(schema.idSchema()).digests();
        return workflow.settings()
                .optOut()
                .filter(optOut -> workflow.settings().userIdTypes().contains(type.identifier()))
                .map(optOut -> data.optedOut(workflow.id(), type))
                .filter(Files::exists);
    }

    private void requireSettled(Workflow workflow, Change change, String idSchema, String file, long planned) {
        DigestFile changes = DigestFile.open(data.workflow(workflow.id()).resolve(file));
        String what = change == Change.ADD ? "additions" : "removals";
        if (changes.count() != planned) {
            throw new BooksContradicted(
                    workflow,
                    String.format(
                            Locale.ROOT,
                            "the comparison found %,d %s under %s, but their file contains %,d",
                            planned,
                            what,
                            idSchema,
                            changes.count()));
        }
        long left = planned - settled(workflow, change, idSchema, changes);
        if (left != 0) {
            throw new BooksContradicted(
                    workflow,
                    String.format(Locale.ROOT, "%,d %s under %s have no outcome in the ledger", left, what, idSchema));
        }
    }

    private long settled(Workflow workflow, Change change, String idSchema, DigestFile changes) {
        int batchSize = workflow.settings().batchSize();
        BitSet settled = ledgerReader.settled(workflow.id(), change, idSchema);
        return settled.stream()
                .mapToLong(index -> Math.min(batchSize, changes.count() - (long) index * batchSize))
                .sum();
    }

    private static List<SchemaComparison> schemas(Workflow workflow) {
        return workflow.comparison().map(Comparison::schemas).orElse(List.of());
    }
}
