package io.audienceroutes.segment;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes {@code rejects.csv}: {@code file,line,column,reason,remedy,value}, in file order, values masked.
 *
 * <p>Chunks may come from several threads and in any order; early ones are buffered until the previous ones are
 * written. The file is written atomically: under a temporary name in the same folder, which {@link #publish()} renames.
 * Closing without publishing leaves nothing behind.
 */
public final class RejectsFile implements Closeable {
    private static final String HEADER = "file,line,column,reason,remedy,value\r\n";

    private final Path target;
    private final Path partial;
    private final FileChannel channel;
    private final BufferedWriter writer;
    private final Map<Long, List<RejectedCell>> early = new HashMap<>();
    private String file = "";
    private long nextSequence;
    private boolean published;

    /** Opens the temporary file beside {@code target}; replaces what an earlier, killed run left there. */
    public RejectsFile(Path target) throws IOException {
        this(target, Optional.empty());
    }

    private RejectsFile(Path target, Optional<Path> begin) throws IOException {
        this.target = target.toAbsolutePath();
        this.partial = this.target.resolveSibling(this.target.getFileName() + ".partial");
        this.channel = FileChannel.open(
                partial, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        this.writer = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
        if (begin.isPresent()) {
            Files.copy(begin.get(), Channels.newOutputStream(channel));
        } else {
            writer.write(HEADER);
        }
    }

    /** Starts the chunks of a file, or of a part of an archive; all chunks of the previous one must have been added. */
    public synchronized void begin(String name) {
        requireNoneEarly();
        file = Quoted.plain(name);
        nextSequence = 0;
    }

    /** Adds the rejects of one chunk; each sequence number from 0 once. */
    public synchronized void add(PreparedChunk chunk) throws IOException {
        if (chunk.sequence() < nextSequence || early.putIfAbsent(chunk.sequence(), chunk.rejects()) != null) {
            throw new IllegalStateException("Chunk " + chunk.sequence() + " was added to the rejects file twice.");
        }
        while (early.containsKey(nextSequence)) {
            for (RejectedCell reject : early.remove(nextSequence)) {
                write(reject);
            }
            nextSequence++;
        }
    }

    /** Moves the file into place, durably; all chunks must have been added. */
    public synchronized void publish() throws IOException {
        requireNoneEarly();
        Files.deleteIfExists(before(target));
        replace();
    }

    private void replace() throws IOException {
        writer.flush();
        channel.force(true);
        channel.close();
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        published = true;
        forceFolder();
    }

    /**
     * Adds values that TikTok refused to a published file, below what was rejected before. Atomic; a second call for
     * the same file replaces what the first one added.
     */
    public static void append(Path target, List<RefusedValue> refused) throws IOException {
        Path before = before(target);
        if (!Files.exists(before)) {
            Path copy = before.resolveSibling(before.getFileName() + ".partial");
            Files.copy(target, copy, StandardCopyOption.REPLACE_EXISTING);
            Files.move(copy, before, StandardCopyOption.ATOMIC_MOVE);
        }
        try (RejectsFile file = new RejectsFile(target, Optional.of(before))) {
            for (RefusedValue value : refused) {
                file.write(
                        Quoted.plain(value.file()),
                        value.line(),
                        List.of(value.column(), RefusedValue.REASON, value.remedy(), value.maskedValue()));
            }
            file.replace();
        }
    }

    /** What the file was before TikTok's refusals were added. */
    private static Path before(Path target) {
        return target.resolveSibling(target.getFileName() + ".before");
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
        if (!published) {
            Files.deleteIfExists(partial);
        }
    }

    private void requireNoneEarly() {
        if (!early.isEmpty()) {
            throw new IllegalStateException("The rejects file lacks chunk " + nextSequence + ": " + early.size()
                    + " later chunks arrived without it.");
        }
    }

    private void write(RejectedCell reject) throws IOException {
        write(
                file,
                reject.line(),
                List.of(reject.column(), reject.reason().code(), reject.reason().remedy(), reject.maskedValue()));
    }

    private void write(String fileName, long line, List<String> fields) throws IOException {
        writer.write(quoted(fileName));
        writer.write(',');
        writer.write(Long.toString(line));
        for (String field : fields) {
            writer.write(',');
            writer.write(quoted(field));
        }
        writer.write("\r\n");
    }

    /** RFC 4180 quoting; a field that a spreadsheet would treat as a formula gets a leading apostrophe. */
    private static String quoted(String field) {
        boolean formula = !field.isEmpty() && "=+-@\t\r".indexOf(field.charAt(0)) >= 0;
        String text = formula ? "'" + field : field;
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** Makes the rename itself durable; other than POSIX systems do not open folders. */
    private void forceFolder() throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel folder = FileChannel.open(target.resolveSibling("."), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }
}
