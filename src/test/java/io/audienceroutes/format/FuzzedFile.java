package io.audienceroutes.format;

import io.audienceroutes.segment.EmailRule;
import io.audienceroutes.segment.IdentifierColumns;
import io.audienceroutes.segment.IdentifierType;
import io.audienceroutes.segment.PreparationRules;
import io.audienceroutes.segment.PreparedChunk;
import io.audienceroutes.segment.RowChunk;
import io.audienceroutes.segment.RowPreparation;
import io.audienceroutes.segment.SegmentFileRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What must hold of any bytes: they are accounted for, or refused with a reason, in bounded time; and bytes that are put
 * behind them are never dropped.
 */
final class FuzzedFile {
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final byte[] TAIL = "\nzz-behind@example.com\n".getBytes(StandardCharsets.US_ASCII);
    private static final FormatLimits LIMITS = new FormatLimits(1 << 24, 200, 20, new ReadLimits(10_000));
    private static final PreparationRules RULES = new PreparationRules(
            Set.of(IdentifierType.EMAIL),
            new IdentifierColumns(Map.of(), Optional.of(';')),
            EmailRule.PLAIN,
            Optional.empty());

    private final Path file;
    private final SegmentFormats formats;

    FuzzedFile(Path file, String passphrase) {
        this.file = file;
        this.formats = new SegmentFormats(LIMITS, Path::of, name -> Optional.of(passphrase));
    }

    /** Raises where something does not hold; says whether the bytes were read. */
    boolean check(byte[] bytes, FileFormat settings) throws IOException {
        long begun = System.nanoTime();
        Optional<Long> read = read(bytes, settings);
        if (read.isPresent()) {
            byte[] longer = Arrays.copyOf(bytes, bytes.length + TAIL.length);
            System.arraycopy(TAIL, 0, longer, bytes.length, TAIL.length);
            require(!read(longer, settings).equals(read), "bytes behind the end were dropped");
        }
        require(System.nanoTime() - begun < LONGEST.toNanos(), "it took too long");
        return read.isPresent();
    }

    /** A digest of all that was read; empty where the bytes were refused. */
    private Optional<Long> read(byte[] bytes, FileFormat settings) throws IOException {
        Files.write(file, bytes);
        long seen = 1;
        try (SegmentParts parts = formats.open(file, "list", settings, () -> {})) {
            while (parts.hasNext()) {
                SegmentPart part = parts.next();
                try {
                    seen = 31 * seen + read(part);
                } catch (SegmentFileRefused e) {
                    throw part.refusal(e);
                }
            }
            parts.describe();
            return Optional.of(31 * seen + parts.faultyBytes());
        } catch (SegmentFileRefused e) {
            String message = e.getMessage();
            require(message.endsWith(".") && message.length() > 60 && message.length() < 1_500, message);
            return Optional.empty();
        }
    }

    private static long read(SegmentPart part) {
        long seen = 1;
        long line = 0;
        RowChunks rows = part.rows(7);
        Optional<RowPreparation> preparation = preparation(part, rows.header());
        seen = 31 * seen + rows.header().hashCode();
        while (rows.hasNext()) {
            RowChunk chunk = rows.next();
            for (long next : chunk.lines()) {
                require(next > line, "lines are out of order");
                line = next;
            }
            for (List<String> row : chunk.rows()) {
                seen = 31 * seen + row.hashCode();
            }
            preparation.ifPresent(prepared -> requireAccount(chunk, prepared.prepare(chunk)));
        }
        return 31 * seen + line;
    }

    /** Most fuzzed header lines lack the column: the rows are read all the same. */
    private static Optional<RowPreparation> preparation(SegmentPart part, List<String> header) {
        try {
            return Optional.of(new RowPreparation(RULES, header));
        } catch (SegmentFileRefused e) {
            part.refusal(e);
            return Optional.empty();
        }
    }

    private static void requireAccount(RowChunk chunk, PreparedChunk prepared) {
        require(prepared.tally().rowsRead() == chunk.rows().size(), "rows are not accounted for");
        require(
                prepared.tally().rowsRead()
                        == prepared.tally().rowsAccepted() + prepared.tally().rowsRejected(),
                "the tally does not add up");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
