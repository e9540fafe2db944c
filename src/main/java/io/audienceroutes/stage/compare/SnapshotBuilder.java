package io.audienceroutes.stage.compare;

import io.audienceroutes.audience.MemberRecords;
import io.audienceroutes.audience.MemberRecords.Feed;
import io.audienceroutes.audience.MemberRecords.LateCalls;
import io.audienceroutes.audience.MemberRecords.Snapshot;
import io.audienceroutes.destination.SyncMode;
import io.audienceroutes.member.DigestFile;
import io.audienceroutes.member.GenerationProof;
import io.audienceroutes.member.GenerationProof.Differences;
import io.audienceroutes.member.Slices;
import io.audienceroutes.member.Snapshots;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.workflow.BooksContradicted;
import io.audienceroutes.workflow.Comparison;
import io.audienceroutes.workflow.Comparison.SchemaComparison;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.ledger.BatchLedger.Change;
import io.audienceroutes.workflow.ledger.BatchMembers;
import io.audienceroutes.workflow.ledger.LedgerReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Creates new snapshots from what a workflow did to its audience, whatever its result. A batch that TikTok accepted
 * counts as sent. If its response was lost, its members are uncertain: the next comparison adds them again if they are
 * listed, and removes them if not. A lost call may also take effect later: changes of its members by the next list stay
 * uncertain until the list after that. Merged batches are identified by run and index, never by their number.
 */
public final class SnapshotBuilder {
    /** The names of the member files of one audience and id schema. */
    static final String PREFIX = "audience-%d-%s-";

    static final String SUFFIX = ".members";

    private final MemberRecords records;
    private final LedgerReader ledgerReader;
    private final DataDirectory data;

    public SnapshotBuilder(MemberRecords records, LedgerReader ledgerReader, DataDirectory data) {
        this.records = records;
        this.ledgerReader = ledgerReader;
        this.data = data;
    }

    /** The changed records; empty if the workflow did not compare, or sent nothing and is not confirmed. */
    public MemberRecords.Change fold(Workflow workflow, boolean confirmed) {
        Optional<Comparison> comparison =
                workflow.comparison().filter(made -> !made.overtaken(records.of(workflow.audience())));
        List<SchemaComparison> schemas = comparison.map(Comparison::schemas).orElse(List.of());
        List<Feed> known = records.feeds(workflow.audience());
        List<Snapshot> snapshots = new ArrayList<>();
        List<Feed> feeds = new ArrayList<>();
        List<Feed> dropped = new ArrayList<>();
        for (SchemaComparison schema : schemas) {
            Delivered delivered = delivered(workflow, comparison.orElseThrow().run(), schema);
            if (confirmed || isNew(workflow, delivered)) {
                Snapshot snapshot = snapshot(workflow, schema, delivered, confirmed);
                snapshots.add(snapshot);
                feeds.add(feed(workflow, delivered, snapshot, own(known, workflow, schema), confirmed));
                dropped.addAll(outdated(known, workflow, schema));
            }
        }
        boolean rebuilt = !snapshots.isEmpty() && schemas.stream().allMatch(SchemaComparison::rebuilt);
        return new MemberRecords.Change(snapshots, feeds, dropped, true, rebuilt);
    }

    /** A workflow that failed again before it sent anything is already merged, even if its change files are damaged. */
    private boolean isNew(Workflow workflow, Delivered delivered) {
        return delivered.any()
                && records.snapshot(workflow.audience(), delivered.idSchema())
                        .filter(snapshot -> snapshot.run() == delivered.run())
                        .filter(snapshot -> snapshot.folded().equals(delivered.folded()))
                        .isEmpty();
    }

    /**
     * What contradicts a stored snapshot in the ledger of the workflow that produced it, and in the files that it left.
     */
    public Optional<String> contradiction(
            Workflow workflow, Comparison comparison, SchemaComparison schema, Snapshot stored) {
        Delivered delivered = delivered(workflow, comparison.run(), schema);
        if (delivered.any() && !stored.folded().equals(delivered.folded())) {
            return Optional.of("the ledger of workflow " + workflow.id() + " lists other batches (" + delivered.folded()
                    + ") than its member files contain (" + stored.folded() + ")");
        }
        if (Files.notExists(delivered.adds()) || Files.notExists(delivered.removes())) {
            return Optional.empty();
        }
        // The previous generation is deleted: added members must be present, and removed ones must not
        DigestFile members = open(stored.file());
        Differences found = GenerationProof.differences(
                Optional.of(members),
                delivered.acceptedAdds(),
                delivered.acceptedRemoves(),
                stored.uncertainFile().map(this::open),
                members);
        return found.none()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%,d members that workflow %s added are missing, and %,d that it removed are still there",
                        found.missing(),
                        workflow.id(),
                        found.surplus()));
    }

    private Delivered delivered(Workflow workflow, long run, SchemaComparison schema) {
        Path folder = data.workflow(workflow.id());
        return new Delivered(
                run,
                schema.idSchema(),
                workflow.settings().batchSize(),
                folder.resolve(schema.addsFile()),
                folder.resolve(schema.removesFile()),
                folder.resolve(schema.nextFile()),
                ledgerReader.acceptedMembers(workflow.id(), Change.ADD, schema.idSchema()),
                ledgerReader.lostMembers(workflow.id(), Change.ADD, schema.idSchema()),
                ledgerReader.acceptedMembers(workflow.id(), Change.REMOVE, schema.idSchema()),
                ledgerReader.lostMembers(workflow.id(), Change.REMOVE, schema.idSchema()));
    }

    private Snapshot snapshot(Workflow workflow, SchemaComparison schema, Delivered delivered, boolean confirmed) {
        Optional<Snapshot> stored = records.snapshot(workflow.audience(), schema.idSchema());
        // Lost snapshots are rebuilt once; this run's own snapshot is not lost
        Optional<Snapshot> current = stored.filter(snapshot -> !schema.rebuilt() || snapshot.run() == delivered.run());
        Optional<DigestFile> certain = current.map(Snapshot::file).map(this::open);
        current.ifPresent(before -> requireCount(workflow, before, certain.orElseThrow()));
        Doubts before = new Doubts(
                current.flatMap(Snapshot::uncertainFile).map(this::open),
                current.flatMap(snapshot -> snapshot.late().addsFile()).map(this::open),
                current.flatMap(snapshot -> snapshot.late().removesFile()).map(this::open),
                () -> name(workflow, schema));
        boolean isNew = isNew(workflow, delivered);
        DigestFile members =
                certain.isPresent() && !isNew ? certain.get() : members(workflow, schema, delivered, certain, before);
        Optional<DigestFile> doubtful = isNew
                ? before.uncertainAfter(
                        delivered.acceptedAdds(),
                        delivered.lostAdds(),
                        delivered.acceptedRemoves(),
                        delivered.lostRemoves())
                : before.uncertain();
        boolean listIsOver = confirmed && !current.map(Snapshot::workflowId).equals(Optional.of(workflow.id()));
        Optional<DigestFile> lateAdds = before.lateAddsAfter(listIsOver, delivered.lostAdds());
        Optional<DigestFile> lateRemoves = before.lateRemovesAfter(listIsOver, delivered.lostRemoves());
        return new Snapshot(
                workflow.audience(),
                schema.idSchema(),
                stored.map(Snapshot::generation).orElse(0L),
                fileName(members),
                members.count(),
                doubtful.map(SnapshotBuilder::fileName),
                doubtful.map(DigestFile::count).orElse(0L),
                new LateCalls(
                        lateAdds.map(SnapshotBuilder::fileName),
                        lateAdds.map(DigestFile::count).orElse(0L),
                        lateRemoves.map(SnapshotBuilder::fileName),
                        lateRemoves.map(DigestFile::count).orElse(0L)),
                workflow.id(),
                delivered.run(),
                delivered.folded());
    }

    /** A completed mirror equals the list; any other result is computed batch by batch. Verified in both cases. */
    private DigestFile members(
            Workflow workflow,
            SchemaComparison schema,
            Delivered delivered,
            Optional<DigestFile> certain,
            Doubts before) {
        boolean mirrored = workflow.settings().syncMode() == SyncMode.MIRROR && schema.keptForOthers() == 0;
        DigestFile members = mirrored && delivered.whole()
                ? Snapshots.adopt(DigestFile.open(delivered.next()), name(workflow, schema))
                : Snapshots.fold(certain, delivered.acceptedAdds(), delivered.touchedRemoves(), name(workflow, schema));
        Optional<DigestFile> undone = before.undoneBy(delivered.acceptedAdds());
        requireProof(workflow, schema, delivered, certain, undone, members);
        return undone.map(gone ->
                        Snapshots.fold(Optional.of(members), Slices.none(), Slices.all(gone), name(workflow, schema)))
                .orElse(members);
    }

    private static void requireCount(Workflow workflow, Snapshot before, DigestFile members) {
        if (members.count() != before.members()) {
            throw new BooksContradicted(
                    workflow,
                    String.format(
                            Locale.ROOT,
                            "there were %,d members under %s before, but their file was written with %,d",
                            members.count(),
                            before.idSchema(),
                            before.members()));
        }
    }

    private static void requireProof(
            Workflow workflow,
            SchemaComparison schema,
            Delivered delivered,
            Optional<DigestFile> certain,
            Optional<DigestFile> undone,
            DigestFile members) {
        Differences found = GenerationProof.differences(
                certain, delivered.acceptedAdds(), delivered.touchedRemoves(), undone, members);
        if (!found.none()) {
            throw new BooksContradicted(
                    workflow,
                    String.format(
                            Locale.ROOT,
                            "the members under %s do not match the previous members plus the accepted additions minus"
                                    + " the removals (%,d missing, %,d too many)",
                            schema.idSchema(),
                            found.missing(),
                            found.surplus()));
        }
    }

    /**
     * The members that other destinations must not remove: a confirmed list, or the previous list plus what an
     * unconfirmed one delivered. A destination with an unshared audience needs no separate file.
     */
    private Feed feed(
            Workflow workflow, Delivered delivered, Snapshot snapshot, Optional<Feed> before, boolean confirmed) {
        DigestFile list = open(snapshot.file());
        if (workflow.settings().sharedAudience()) {
            list = sharedList(workflow, delivered, before.map(Feed::file).map(this::open), confirmed);
        }
        String rule = confirmed
                ? workflow.settings().emailRule().name()
                : before.map(Feed::emailRule)
                        .orElse(workflow.settings().emailRule().name());
        return new Feed(
                workflow.audience(), workflow.destination(), snapshot.idSchema(), fileName(list), list.count(), rule);
    }

    private DigestFile sharedList(
            Workflow workflow, Delivered delivered, Optional<DigestFile> before, boolean confirmed) {
        Path file = name(workflow, delivered.idSchema());
        SyncMode mode = workflow.settings().syncMode();
        if (confirmed && mode != SyncMode.REMOVE) {
            Slices whole = Slices.all(DigestFile.open(delivered.next()));
            return Snapshots.fold(mode == SyncMode.MIRROR ? Optional.empty() : before, whole, Slices.none(), file);
        }
        return Snapshots.fold(before, delivered.sentAdds(), delivered.acceptedRemoves(), file);
    }

    private static Optional<Feed> own(List<Feed> known, Workflow workflow, SchemaComparison schema) {
        return known.stream()
                .filter(feed -> feed.idSchema().equals(schema.idSchema()))
                .filter(feed -> feed.destination().equals(workflow.destination()))
                .findFirst();
    }

    /** Lists of destinations that no longer deliver to the audience, or that a rebuilt snapshot no longer covers. */
    private static List<Feed> outdated(List<Feed> known, Workflow workflow, SchemaComparison schema) {
        boolean alone = !workflow.settings().sharedAudience();
        return known.stream()
                .filter(feed -> feed.idSchema().equals(schema.idSchema()))
                .filter(feed -> !feed.destination().equals(workflow.destination()))
                .filter(feed -> alone || schema.rebuilt())
                .toList();
    }

    private DigestFile open(String file) {
        return DigestFile.open(data.members().resolve(file));
    }

    private static String fileName(DigestFile file) {
        return file.path().getFileName().toString();
    }

    private Path name(Workflow workflow, SchemaComparison schema) {
        return name(workflow, schema.idSchema());
    }

    /** A name that no other attempt has used: files of a killed process are cleaned up, never reused. */
    private Path name(Workflow workflow, String idSchema) {
        return data.members()
                .resolve(String.format(
                        Locale.ROOT,
                        PREFIX + "%s" + SUFFIX,
                        workflow.audience(),
                        idSchema.toLowerCase(Locale.ROOT),
                        UUID.randomUUID()));
    }

    /** The change files of one id schema, and which of their batches took effect. */
    private record Delivered(
            long run,
            String idSchema,
            int batchSize,
            Path adds,
            Path removes,
            Path next,
            BatchMembers added,
            BatchMembers lostAdded,
            BatchMembers removed,
            BatchMembers lostRemoved) {
        boolean any() {
            return !added.isEmpty() || !removed.isEmpty() || !lostAdded.isEmpty() || !lostRemoved.isEmpty();
        }

        String folded() {
            return "added " + added.text() + "; lost " + lostAdded.text() + "; removed " + removed.text() + "; lost "
                    + lostRemoved.text();
        }

        /** Whether TikTok accepted every batch of both changes. */
        boolean whole() {
            return accepted(adds, added) && accepted(removes, removed);
        }

        private boolean accepted(Path file, BatchMembers members) {
            return members.batches().cardinality() == DigestFile.open(file).slices(batchSize);
        }

        Slices acceptedAdds() {
            return slices(adds, added);
        }

        Slices lostAdds() {
            return lostAdded.isEmpty() ? Slices.none() : slices(adds, lostAdded);
        }

        Slices sentAdds() {
            return slices(adds, added.or(lostAdded));
        }

        Slices acceptedRemoves() {
            return slices(removes, removed);
        }

        Slices lostRemoves() {
            return lostRemoved.isEmpty() ? Slices.none() : slices(removes, lostRemoved);
        }

        /** A member whose removal was sent is no longer certain. */
        Slices touchedRemoves() {
            return slices(removes, removed.or(lostRemoved));
        }

        private Slices slices(Path file, BatchMembers members) {
            return new Slices(
                    Optional.of(DigestFile.open(file)), batchSize, members.batches()::get, members.ofOthers());
        }
    }
}
