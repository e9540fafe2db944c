package io.audienceroutes.bundle;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The class archive that the copies of all tests share ("Starting faster" in operating.md): the tests start hundreds of
 * processes, and each takes a third less time with it. The first process of the build that wants it makes it.
 */
final class SharedClassArchive {
    private SharedClassArchive() {}

    /** The archive of the distribution that is tested; made again when the distribution is newer. */
    static synchronized Path file() throws IOException {
        Path assembled = Path.of(System.getProperty("distribution.directory")).toAbsolutePath();
        Path folder = Files.createDirectories(assembled.resolveSibling("class-archive"));
        Path archive = folder.resolve("classes.jsa");
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !isOf(assembled, archive)) {
                make(folder, archive);
            }
        }
        return archive;
    }

    private static boolean isOf(Path assembled, Path archive) throws IOException {
        if (!Files.exists(archive)) {
            return false;
        }
        try (Stream<Path> libraries = Files.list(assembled.resolve("lib"))) {
            long newest = libraries
                    .mapToLong(library -> library.toFile().lastModified())
                    .max()
                    .orElseThrow();
            return archive.toFile().lastModified() > newest;
        }
    }

    private static void make(Path folder, Path archive) throws IOException {
        Path home = Files.createTempDirectory(folder, "home");
        Path made = home.resolve("made.jsa");
        try (Distribution distribution = Distribution.withoutClassArchive(home)) {
            BundleProcess demo =
                    distribution.withOption("-XX:ArchiveClassesAtExit=" + made).run("demo");
            if (demo.exitCode() != 0) {
                throw new IllegalStateException("The class archive was not made: " + demo.out() + demo.err());
            }
        }
        Files.move(made, archive, StandardCopyOption.REPLACE_EXISTING);
        try (Stream<Path> left = Files.walk(home)) {
            left.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
    }
}
