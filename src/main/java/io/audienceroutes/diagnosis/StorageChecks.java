package io.audienceroutes.diagnosis;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Checks local folders and files: permissions and disk space. */
public final class StorageChecks {
    private static final String SUBJECT = "installation";
    private static final long MIB = 1 << 20;

    private final long wantedFreeMib;

    /**
     * @param wantedFreeMib free mebibytes below which a warning is due; below a tenth of it, a fault
     */
    public StorageChecks(long wantedFreeMib) {
        this.wantedFreeMib = wantedFreeMib;
    }

    /** Checks a folder that this installation writes to: data, archives, quarantine. */
    public List<Check> ofOwnFolder(String name, Path folder) {
        List<Check> checks = new ArrayList<>();
        checks.add(writable(name, folder));
        if (Files.isDirectory(folder)) {
            checks.add(closedToOthers(name, folder));
        }
        existing(folder).ifPresent(place -> checks.add(space(name, place)));
        return checks;
    }

    /** Checks a file that must be readable by this user and, if {@code isPrivate}, by no other. */
    public Check ofFile(String name, Path file, boolean isPrivate) {
        String question = "File of " + name;
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            return Check.fault(
                    SUBJECT,
                    question,
                    file + " does not exist or cannot be read by this user",
                    "Put the file there, and make it readable for the user that runs the bundle.");
        }
        return isPrivate && openToOthers(file)
                ? Check.fault(
                        SUBJECT,
                        question,
                        file + " can be read by other users",
                        "Remove their permissions: chmod 600 " + file)
                : Check.fine(SUBJECT, question, file + " can be read");
    }

    private static Check writable(String name, Path folder) {
        String question = "Folder of " + name;
        Optional<Path> existing = existing(folder);
        boolean usable = existing.filter(Files::isDirectory)
                .filter(StorageChecks::canMakeFiles)
                .isPresent();
        if (!usable) {
            return Check.fault(
                    SUBJECT,
                    question,
                    "this user cannot write to " + folder,
                    "Give the user that runs the bundle write permission, or configure another folder.");
        }
        return Check.fine(
                SUBJECT,
                question,
                folder + (existing.get().equals(folder) ? " can be written" : " is created at first use"));
    }

    /** The folder, or the nearest one above it that exists. */
    private static Optional<Path> existing(Path folder) {
        Path existing = folder;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return Optional.ofNullable(existing);
    }

    /** Root has permission even on a read-only file system: only an attempt shows whether writing works. */
    private static boolean canMakeFiles(Path folder) {
        try {
            Files.delete(Files.createTempFile(folder, ".doctor", ".tmp"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Check closedToOthers(String name, Path folder) {
        String question = "Privacy of " + name;
        return openToOthers(folder)
                ? Check.warning(
                        SUBJECT,
                        question,
                        "other users of this machine can read " + folder + ", where segment files are staged",
                        "Remove their permissions: chmod 700 " + folder)
                : Check.fine(SUBJECT, question, "only this user can read " + folder);
    }

    private Check space(String name, Path folder) {
        String question = "Disk space of " + name;
        try {
            FileStore disk = Files.getFileStore(folder);
            long free = disk.getUsableSpace() / MIB;
            String found = String.format(Locale.ROOT, "%,d MiB are free for %s", free, folder);
            String remedy = "Free space on this disk, or move the folder. At least " + wantedFreeMib
                    + " MiB are required (doctor.free-mib).";
            if (free * 10 < wantedFreeMib) {
                return Check.fault(SUBJECT, question, found, remedy);
            }
            return free < wantedFreeMib
                    ? Check.warning(SUBJECT, question, found, remedy)
                    : Check.fine(SUBJECT, question, found);
        } catch (IOException e) {
            return Check.unknown(SUBJECT, question, "the disk of " + folder + " does not report its free space");
        }
    }

    private static boolean openToOthers(Path path) {
        try {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(path);
            return rights.contains(PosixFilePermission.GROUP_READ) || rights.contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
