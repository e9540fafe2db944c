package io.audienceroutes.stage;

import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.member.MemberComparison;
import io.audienceroutes.segment.DigestType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/** The folder for everything except configuration: staged files, change files, snapshots, receipts, state. */
public final class DataDirectory {
    private final Path root;

    /** A data directory at this path; folders are created on demand. */
    public DataDirectory(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** The file of the embedded state database. */
    public Path stateDatabase() {
        return made(root).resolve("state").resolve("audience-routes.db");
    }

    /** Whether anything was ever stored here; creates nothing. */
    public boolean hasState() {
        return Files.exists(root.resolve("state").resolve("audience-routes.db"));
    }

    /** The staged copy of a workflow's segment file, until the workflow is confirmed. */
    public Path stagedFile(String workflowId) {
        return made(root.resolve("staging")).resolve(workflowId + ".segment");
    }

    /** The folder of staged copies. */
    public Path staging() {
        return made(root.resolve("staging"));
    }

    /** The folders of all workflows. */
    Path workflows() {
        return made(root.resolve("workflows"));
    }

    /** The folder for rejects.csv and receipt.json of a workflow. */
    public Path workflow(String workflowId) {
        return made(root.resolve("workflows").resolve(workflowId));
    }

    /** As above, without creating the folder. */
    public Path placeOf(String workflowId) {
        return root.resolve("workflows").resolve(workflowId);
    }

    /** The rejected cells of a workflow. */
    public Path rejects(String workflowId) {
        return workflow(workflowId).resolve("rejects.csv");
    }

    /** Unsorted digests of one kind, while a workflow runs. */
    public Path partitions(String workflowId, DigestType type) {
        return workflow(workflowId).resolve("digests-" + type.name().toLowerCase(Locale.ROOT));
    }

    /** The files for the opt-out list of a workflow, while it runs. */
    public Path optOut(String workflowId) {
        return made(workflow(workflowId).resolve("opt-out"));
    }

    /** The sorted digests of the opt-out list itself. */
    public Path optOutList(String workflowId, DigestType type) {
        return MemberComparison.nextFile(optOut(workflowId).resolve(type.name() + "-list"));
    }

    /** The unsorted digests of segment file rows that contain a person on the list. */
    public Path optOutRows(String workflowId, DigestType type) {
        return optOut(workflowId).resolve(type.name() + "-rows");
    }

    /**
     * The sorted digests that must not be in the audience: those of the list, and of rows that contain a person on it.
     */
    public Path optedOut(String workflowId, DigestType type) {
        return MemberComparison.nextFile(optOut(workflowId).resolve(type.name() + "-sorted"));
    }

    /** Change files of one id schema, while a workflow runs. */
    public Path changes(String workflowId, String idSchema) {
        return made(workflow(workflowId).resolve("changes-" + idSchema.toLowerCase(Locale.ROOT)));
    }

    /** The folder that snapshots' file names are relative to. */
    public Path members() {
        return made(root.resolve("members"));
    }

    /** The folder for refused files of a destination, if configured. */
    public Path quarantine(String destination) {
        return made(root.resolve("quarantine").resolve(destination));
    }

    /** The folder of all refused files. */
    public Path quarantine() {
        return made(root.resolve("quarantine"));
    }

    /** The root itself. */
    public Path root() {
        return root;
    }

    private Path made(Path directory) {
        try {
            makeRoot();
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new WorkflowError(
                    "staging-failed",
                    "The folder " + directory + " cannot be created: " + e + ". Check that the disk has space and that"
                            + " this user may write there.",
                    new UncheckedIOException(e));
        }
    }

    /** Files here contain personal data until they are delivered: no other user of the machine may read them. */
    private void makeRoot() throws IOException {
        if (Files.exists(root)) {
            return;
        }
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        // A parent folder that is created with it also belongs to this product, such as data of data/sandbox
        Files.createDirectories(root, ownerOnly);
    }
}
