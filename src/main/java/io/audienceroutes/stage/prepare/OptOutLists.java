package io.audienceroutes.stage.prepare;

import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.destination.OptOut;
import io.audienceroutes.format.FileFormat;
import io.audienceroutes.format.RowChunks;
import io.audienceroutes.format.SegmentFormats;
import io.audienceroutes.format.SegmentPart;
import io.audienceroutes.format.SegmentParts;
import io.audienceroutes.member.DigestFile;
import io.audienceroutes.member.DigestPartitions;
import io.audienceroutes.member.HeldMembers;
import io.audienceroutes.member.MemberComparison;
import io.audienceroutes.member.MemberComparison.Goal;
import io.audienceroutes.member.MemoryLimit;
import io.audienceroutes.segment.DigestType;
import io.audienceroutes.segment.PreparedChunk;
import io.audienceroutes.segment.RowPreparation;
import io.audienceroutes.segment.RowTally;
import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.state.Sha256;
import io.audienceroutes.workflow.Finding;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.Workflows;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Creates sorted sets of the people who opted out, for each workflow. An unreadable list is refused: it must never
 * count as an empty one.
 */
public final class OptOutLists {
    private static final int CHUNK_ROWS = 10_000;

    private final Workflows workflows;
    private final SegmentFormats formats;
    private final Function<String, Path> located;
    private final DataDirectory data;
    private final MemoryLimit memoryLimit;

    OptOutLists(
            Workflows workflows,
            SegmentFormats formats,
            Function<String, Path> located,
            DataDirectory data,
            MemoryLimit memoryLimit) {
        this.workflows = workflows;
        this.formats = formats;
        this.located = located;
        this.data = data;
        this.memoryLimit = memoryLimit;
    }

    /**
     * Prepares the sets of a workflow whose destination has an opt-out list.
     *
     * @param between called between two reads of the list; may stop the reading
     */
    Optional<OptOutRun> begin(Workflow workflow, Runnable between) {
        return workflow.settings().optOut().map(optOut -> begin(workflow, optOut, between));
    }

    private OptOutRun begin(Workflow workflow, OptOut optOut, Runnable between) {
        Path copy = data.optOut(workflow.id()).resolve("list");
        try {
            String sha256 = copy(located.apply(optOut.file()), copy);
            Map<DigestType, DigestPartitions> partitions = partitions(workflow);
            UnreadRows unread = new UnreadRows();
            RowTally tally = read(workflow, copy, optOut, partitions, unread, between);
            requirePeople(optOut, tally);
            requireReadable(workflow, optOut, tally, unread);
            Map<DigestType, DigestFile> sorted = new EnumMap<>(DigestType.class);
            partitions.forEach((type, each) -> sorted.put(type, sorted(workflow, type, each)));
            Finding finding = new Finding(
                    "opt-out list",
                    String.format(
                            Locale.ROOT,
                            "%s, %,d rows, %,d identifiers, SHA-256 %s",
                            name(optOut),
                            tally.rowsRead(),
                            sorted.values().stream()
                                    .mapToLong(DigestFile::count)
                                    .sum(),
                            sha256));
            return OptOutRun.begin(workflow.id(), sha256, data, sorted, memoryLimit, unread.finding(finding, tally));
        } catch (IOException e) {
            throw unusable(optOut, e.getClass().getSimpleName() + " while it was read", e);
        } catch (SegmentFileRefused e) {
            throw unusable(optOut, e.getMessage(), e);
        } finally {
            delete(copy);
        }
    }

    /** The list may be replaced at any time: it is read from a copy, so that its checksum is that of what was read. */
    public String sha256(Workflow workflow) {
        Optional<OptOut> optOut = workflow.settings().optOut();
        if (optOut.isEmpty()) {
            return "";
        }
        try {
            return sha256(located.apply(optOut.get().file()));
        } catch (IOException e) {
            throw unusable(optOut.get(), e.getClass().getSimpleName() + " while it was read", e);
        }
    }

    /** The checksum of a list as it is now. */
    public static String sha256(Path list) throws IOException {
        return digest(list, OutputStream.nullOutputStream());
    }

    private static String copy(Path list, Path copy) throws IOException {
        return digest(list, Files.newOutputStream(copy));
    }

    private static String digest(Path list, OutputStream to) throws IOException {
        MessageDigest sha256 = Sha256.begin();
        try (OutputStream out = new DigestOutputStream(to, sha256)) {
            Files.copy(list, out);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private Map<DigestType, DigestPartitions> partitions(Workflow workflow) {
        Map<DigestType, DigestPartitions> partitions = new EnumMap<>(DigestType.class);
        for (DigestType type : DigestType.of(workflow.settings().userIdTypes())) {
            Path folder = data.optOut(workflow.id()).resolve(type.name());
            partitions.put(type, DigestPartitions.create(folder, type.width(), memoryLimit));
        }
        return partitions;
    }

    private RowTally read(
            Workflow workflow,
            Path copy,
            OptOut optOut,
            Map<DigestType, DigestPartitions> partitions,
            UnreadRows unread,
            Runnable between) {
        RowTally tally = RowTally.zero();
        try (SegmentParts parts = formats.open(copy, name(optOut), FileFormat.detected(), between)) {
            while (parts.hasNext()) {
                SegmentPart part = parts.next();
                RowChunks rows = part.rows(CHUNK_ROWS);
                RowPreparation preparation = preparation(workflow, part, rows);
                while (rows.hasNext()) {
                    PreparedChunk prepared = preparation.prepare(rows.next());
                    prepared.digests()
                            .forEach((type, digests) -> partitions.get(type).append(digests, 0, digests.length));
                    tally = tally.plus(prepared.tally());
                    unread.add(prepared.rejects());
                }
            }
        }
        return tally;
    }

    private static RowPreparation preparation(Workflow workflow, SegmentPart part, RowChunks rows) {
        try {
            return RowPreparation.ofOptOut(workflow.settings().preparationRules(), rows.header());
        } catch (SegmentFileRefused e) {
            // The destination's columns are those of its segment files: a list needs a usual name
            throw part.refusalOfList(e);
        }
    }

    private DigestFile sorted(Workflow workflow, DigestType type, DigestPartitions partitions) {
        try (partitions) {
            partitions.finish();
            Path list = data.optOutList(workflow.id(), type);
            MemberComparison.compare(Goal.ADD, partitions, HeldMembers.none(), list.getParent());
            return DigestFile.open(list);
        }
    }

    private static void requirePeople(OptOut optOut, RowTally tally) {
        if (tally.rowsAccepted() == 0) {
            throw unusable(
                    optOut,
                    "it has " + tally.rowsRead() + " rows, but no readable identifier",
                    new IllegalStateException("No identifier"));
        }
    }

    /** People in these rows stay in the audience: a few rows are a warning, many stop the delivery. */
    private void requireReadable(Workflow workflow, OptOut optOut, RowTally tally, UnreadRows unread) {
        if (unread.rows() == 0) {
            return;
        }
        String found = String.format(
                Locale.ROOT,
                "%,d of %,d rows of the opt-out list %s have no readable identifier, or an unreadable one (%s)",
                unread.rows(),
                tally.rowsRead(),
                name(optOut),
                unread.text());
        if (optOut.rejectLimit().isExceededBy(unread.rows(), tally.rowsRead())) {
            throw new WorkflowError(
                    "opt-out-unusable",
                    found + ", and at most " + optOut.rejectLimit().text() + " are allowed. Nothing was sent, because"
                            + " people who opted out could be sent, or stay in the audience. Correct these rows, or raise optOut.rejectLimit"
                            + " in the destination, then run: audience-routes workflows resolve "
                            + workflow.id());
        }
        workflows.warn(workflow.id(), found + ": the people in these rows are not suppressed. Correct the list.");
    }

    private static String name(OptOut optOut) {
        Path name = Path.of(optOut.file()).getFileName();
        return name == null ? optOut.file() : name.toString();
    }

    private static WorkflowError unusable(OptOut optOut, String found, Exception cause) {
        return new WorkflowError(
                "opt-out-unusable",
                "The opt-out list " + optOut.file() + " cannot be"
                        + " used: " + found + ". Nothing was sent, because the segment file may contain people who"
                        + " opted out. Correct the opt-out list, then retry the workflow.",
                cause);
    }

    private static void delete(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            throw new UncheckedIOException("The copy " + copy + " cannot be deleted", e);
        }
    }
}
