package io.audienceroutes.stage.prepare;

import io.audienceroutes.member.DigestFile;
import io.audienceroutes.member.DigestLookup;
import io.audienceroutes.member.DigestPartitions;
import io.audienceroutes.member.HeldMembers;
import io.audienceroutes.member.MemberComparison;
import io.audienceroutes.member.MemberComparison.Goal;
import io.audienceroutes.member.MemoryLimit;
import io.audienceroutes.segment.DigestType;
import io.audienceroutes.segment.OptedOut;
import io.audienceroutes.segment.PreparedChunk.OptedOutPart;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.workflow.Finding;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The opt-out list during the preparation of a segment file. People on it are suppressed with all identifiers of each
 * row that contains one of theirs; the sets for the stage Compare include these.
 */
final class OptOutRun implements Closeable {
    private static final int SLICE = 10_000;

    private final String workflowId;
    private final String sha256;
    private final DataDirectory data;
    private final Map<DigestType, DigestFile> listed;
    private final Map<DigestType, DigestLookup> lookups;
    private final Map<DigestType, DigestPartitions> suppressed;
    private final List<Finding> findings;
    private final AtomicLong rows = new AtomicLong();

    private OptOutRun(
            String workflowId,
            String sha256,
            DataDirectory data,
            Map<DigestType, DigestFile> listed,
            Map<DigestType, DigestLookup> lookups,
            Map<DigestType, DigestPartitions> suppressed,
            List<Finding> findings) {
        this.workflowId = workflowId;
        this.sha256 = sha256;
        this.data = data;
        this.listed = Map.copyOf(listed);
        this.lookups = Map.copyOf(lookups);
        this.suppressed = Map.copyOf(suppressed);
        this.findings = List.copyOf(findings);
    }

    static OptOutRun begin(
            String workflowId,
            String sha256,
            DataDirectory data,
            Map<DigestType, DigestFile> listed,
            MemoryLimit memoryLimit,
            List<Finding> findings) {
        Map<DigestType, DigestLookup> lookups = new EnumMap<>(DigestType.class);
        Map<DigestType, DigestPartitions> suppressed = new EnumMap<>(DigestType.class);
        listed.forEach((type, file) -> {
            lookups.put(type, DigestLookup.open(file));
            suppressed.put(type, DigestPartitions.create(data.optOutRows(workflowId, type), type.width(), memoryLimit));
        });
        return new OptOutRun(workflowId, sha256, data, listed, lookups, suppressed, findings);
    }

    /** Checksum of the list as it was read. */
    String sha256() {
        return sha256;
    }

    /** For those who prepare rows. */
    OptedOut list() {
        return (type, digests, offset) -> lookups.get(type).holds(digests, offset);
    }

    /** Adds the identifiers of rows that contain a person on the list; thread-safe. */
    void suppress(OptedOutPart part) {
        rows.addAndGet(part.rows());
        part.digests().forEach((type, digests) -> suppressed.get(type).append(digests, 0, digests.length));
    }

    /** Publishes the sets for the next stages, and reports what the list contained and did. */
    List<Finding> finish() {
        long further = 0;
        for (Map.Entry<DigestType, DigestPartitions> each : suppressed.entrySet()) {
            further += finish(each.getKey(), each.getValue());
        }
        List<Finding> all = new ArrayList<>(findings);
        if (rows.get() > 0) {
            all.add(new Finding(
                    "opted-out rows",
                    String.format(
                            Locale.ROOT,
                            "%,d rows contain people on the opt-out list; %,d other identifiers in these rows are"
                                    + " also suppressed",
                            rows.get(),
                            further)));
        }
        return all;
    }

    @Override
    public void close() {
        lookups.values().forEach(DigestLookup::close);
        suppressed.values().forEach(DigestPartitions::close);
    }

    private long finish(DigestType type, DigestPartitions all) {
        DigestFile list = listed.get(type);
        for (int i = 0; i < list.slices(SLICE); i++) {
            byte[] slice = list.slice(i, SLICE);
            all.append(slice, 0, slice.length);
        }
        all.finish();
        long distinct = MemberComparison.compare(
                        Goal.ADD,
                        all,
                        HeldMembers.none(),
                        data.optedOut(workflowId, type).getParent())
                .distinct();
        return distinct - list.count();
    }
}
