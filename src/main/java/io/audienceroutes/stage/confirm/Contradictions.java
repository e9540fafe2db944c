package io.audienceroutes.stage.confirm;

import io.audienceroutes.audience.MemberRecords;
import io.audienceroutes.audience.MemberRecords.MemberFile;
import io.audienceroutes.audience.MemberRecords.Snapshot;
import io.audienceroutes.destination.SyncMode;
import io.audienceroutes.member.DigestFile;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.stage.compare.DeliveryProof;
import io.audienceroutes.stage.compare.SnapshotBuilder;
import io.audienceroutes.workflow.Comparison;
import io.audienceroutes.workflow.Comparison.SchemaComparison;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.Workflows;
import io.audienceroutes.workflow.ledger.LedgerReader;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is wrong between a snapshot and the workflow that produced it: its receipt, its comparison, its books, and its
 * working files as long as they are kept.
 */
public final class Contradictions {
    private final Workflows workflows;
    private final MemberRecords records;
    private final SnapshotBuilder snapshotBuilder;
    private final Receipts receipts;
    private final DeliveryProof proof;
    private final DataDirectory data;

    /** Asks the stored workflows. */
    public Contradictions(
            Workflows workflows,
            MemberRecords records,
            LedgerReader ledgerReader,
            Receipts receipts,
            DataDirectory data) {
        this.workflows = workflows;
        this.records = records;
        this.snapshotBuilder = new SnapshotBuilder(records, ledgerReader, data);
        this.receipts = receipts;
        this.data = data;
        this.proof = new DeliveryProof(ledgerReader, data);
    }

    /** The first contradiction, as text; running workflows are not checked. */
    public Optional<String> of(MemberFile members) {
        Optional<Snapshot> stored = records.snapshotIn(members.file());
        Optional<Workflow> left = stored.flatMap(snapshot -> workflows.find(snapshot.workflowId()))
                .filter(workflow -> workflow.state().ended());
        if (left.isEmpty()) {
            return Optional.empty();
        }
        return Stream.of(
                        receipt(left.get()),
                        left.get()
                                .comparison()
                                .filter(comparison ->
                                        comparison.run() == stored.get().run())
                                .flatMap(comparison -> of(left.get(), comparison, stored.get())))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> of(Workflow workflow, Comparison comparison, Snapshot stored) {
        return comparison.schemas().stream()
                .filter(schema -> schema.idSchema().equals(stored.idSchema()))
                .flatMap(schema -> Stream.of(
                                list(workflow, schema, stored),
                                proof.optedOutInAdds(workflow, schema),
                                snapshotBuilder.contradiction(workflow, comparison, schema, stored))
                        .flatMap(Optional::stream))
                .findFirst();
    }

    /** The figures are read from the database again; those of the receipt must be the same, and must add up. */
    private Optional<String> receipt(Workflow workflow) {
        if (workflow.receipt().isEmpty()) {
            return Optional.empty();
        }
        Receipt stored = workflow.receipt().get();
        Receipt now = receipts.of(workflow, workflow.state());
        boolean same =
                stored.outcomes().equals(now.outcomes()) && stored.unlisted().equals(now.unlisted());
        if (same && stored.balances()) {
            return Optional.empty();
        }
        return Optional.of("the receipt of workflow " + workflow.id() + " tells " + stored.outcomes() + " and "
                + stored.unlisted() + ", and its books " + now.outcomes() + " and " + now.unlisted());
    }

    /** After a mirror that was brought about whole, the audience holds the list. */
    private Optional<String> list(Workflow workflow, SchemaComparison schema, Snapshot stored) {
        long listed = schema.unchanged() + schema.adds();
        boolean exact = workflow.settings().syncMode() == SyncMode.MIRROR
                && isWhole(workflow)
                && schema.keptForOthers() == 0
                && stored.uncertainMembers() == 0;
        if (!exact) {
            return Optional.empty();
        }
        if (stored.members() != listed) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "it has %,d members, but the list of workflow %s has %,d",
                    stored.members(),
                    workflow.id(),
                    listed));
        }
        String held = DigestFile.open(data.members().resolve(stored.file())).checksum();
        return held.equals(schema.listChecksum())
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "it holds %,d other members than the list of workflow %s (checksum %s, expected %s)",
                        stored.members(),
                        workflow.id(),
                        held,
                        schema.listChecksum()));
    }

    private static boolean isWhole(Workflow workflow) {
        boolean confirmed = workflow.state() == WorkflowState.SUCCEEDED || workflow.state() == WorkflowState.ISSUE;
        return confirmed
                && workflow.receipt()
                        .filter(receipt -> receipt.outcomes().failed() == 0
                                && receipt.outcomes().held() == 0
                                && receipt.unlisted().stay() == 0)
                        .isPresent();
    }
}
