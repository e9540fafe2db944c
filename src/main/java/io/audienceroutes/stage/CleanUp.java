package io.audienceroutes.stage;

import io.audienceroutes.audience.MemberRecords;
import io.audienceroutes.workflow.FailedMembers;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowFiles;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.WorkflowType;
import io.audienceroutes.workflow.Workflows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Deletes what is no longer needed. Called by route {@code clean-up}. */
public final class CleanUp {
    private static final Set<String> KEPT = Set.of("rejects.csv", "receipt.json");

    private final Workflows workflows;
    private final MemberRecords records;
    private final WorkflowFiles files;
    private final FailedMembers failedMembers;
    private final DataDirectory data;
    private final Clock clock;
    private final Duration keepStaged;
    private final Duration keepPlans;
    private final Duration keepQuarantined;
    private final Duration keepGenerations;

    /**
     * Retention times: for files of workflows that failed, were stopped or have failed members, and of plans; for
     * refused files; and for member files that no row refers to.
     */
    public CleanUp(
            Workflows workflows,
            MemberRecords records,
            WorkflowFiles files,
            DataDirectory data,
            Clock clock,
            Duration keepStaged,
            Duration keepPlans,
            Duration keepQuarantined,
            Duration keepGenerations) {
        this.workflows = workflows;
        this.records = records;
        this.files = files;
        this.failedMembers = new FailedMembers(workflows);
        this.data = data;
        this.clock = clock;
        this.keepStaged = keepStaged;
        this.keepPlans = keepPlans;
        this.keepQuarantined = keepQuarantined;
        this.keepGenerations = keepGenerations;
    }

    /** Cleans the whole data directory: staged copies, working files, and snapshots that no row refers to. */
    public void sweep() {
        Instant now = clock.instant();
        for (Path staged : list(data.staging())) {
            String workflowId = staged.getFileName().toString().split("\\.", 2)[0];
            if (workflows
                    .find(workflowId)
                    .map(workflow -> done(workflow, now) && unread(workflowId, now))
                    .orElse(old(staged, now))) {
                delete(staged);
                dropWorkingFiles(workflowId);
            }
        }
        // A campaign workflow has no staged copy of its own that would identify it
        for (Path folder : list(data.workflows())) {
            String workflowId = folder.getFileName().toString();
            if (holdsWorkingFiles(folder)
                    && workflows
                            .find(workflowId)
                            .map(workflow -> done(workflow, now))
                            .orElse(false)) {
                dropWorkingFiles(workflowId);
            }
        }
        for (Path destination : list(data.quarantine())) {
            list(destination).stream()
                    .filter(file -> olderThan(file, now, keepQuarantined))
                    .forEach(CleanUp::delete);
        }
        Set<String> current = records.files();
        list(data.members()).stream()
                .filter(file -> !current.contains(file.getFileName().toString()))
                .filter(file -> old(file, now) && olderThan(file, now, keepGenerations))
                .forEach(CleanUp::delete);
    }

    private static boolean holdsWorkingFiles(Path folder) {
        return list(folder).stream()
                .anyMatch(file -> !KEPT.contains(file.getFileName().toString()));
    }

    public void dropUnneededFiles(Workflow workflow) {
        if (!failedMembers.needsFiles(workflow)) {
            dropWorkingFiles(workflow.id());
        }
    }

    public void dropWorkingFiles(String workflowId) {
        failedMembers.filesDropped(workflowId);
        for (Path file : list(data.workflow(workflowId))) {
            if (!KEPT.contains(file.getFileName().toString())) {
                deleteTree(file);
            }
        }
        // Last, because the clean-up uses it to find what a killed process left
        Instant now = clock.instant();
        files.stagedCopies(workflowId).stream()
                .filter(staged -> unread(staged, now))
                .forEach(staged -> delete(data.stagedFile(staged)));
    }

    /** Whether no campaign workflow needs this staged copy any more. */
    private boolean unread(String stagedAs, Instant now) {
        return files.readersOf(stagedAs).stream().allMatch(reader -> done(reader, now));
    }

    private boolean done(Workflow workflow, Instant now) {
        if (!workflow.state().ended()) {
            return false;
        }
        if (workflow.type() == WorkflowType.PLAN) {
            return workflow.endedAt()
                    .filter(ended -> ended.plus(keepPlans).isBefore(now))
                    .isPresent();
        }
        boolean resumable = workflow.state() == WorkflowState.FAILED
                || workflow.state() == WorkflowState.STOPPED
                || failedMembers.needsFiles(workflow);
        Optional<Instant> ended = workflow.endedAt();
        return !resumable || (ended.isPresent() && ended.get().plus(keepStaged).isBefore(now));
    }

    /** A file without a workflow may belong to one that another process is about to store. */
    private boolean old(Path file, Instant now) {
        return olderThan(file, now, Duration.ofHours(1));
    }

    private static boolean olderThan(Path file, Instant now, Duration age) {
        try {
            return Files.getLastModifiedTime(file).toInstant().plus(age).isBefore(now);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("The age of " + file + " cannot be read", e);
        }
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + directory + " cannot be listed", e);
        }
    }

    /** Another process may delete the same file at the same time: a missing file is fine. */
    static void deleteTree(Path root) {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    return e instanceof NoSuchFileException ? FileVisitResult.CONTINUE : super.visitFileFailed(file, e);
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
                    if (e == null || e instanceof NoSuchFileException) {
                        Files.deleteIfExists(folder);
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + root + " cannot be deleted", e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " cannot be deleted", e);
        }
    }
}
