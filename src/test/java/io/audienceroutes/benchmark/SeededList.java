package io.audienceroutes.benchmark;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A customer list that is the same for the same seed, row count and version. Of 1,000 rows 10 have no valid address and
 * 50 repeat an earlier one in capitals; the second version has other customers in 5% of the places of the first.
 *
 * @param rows below the header
 * @param version 0 for the first list, 1 for the one that follows it
 */
record SeededList(long rows, int version) {
    private static final long SEED = 0x20261125L;
    private static final int CYCLE = 1000;
    private static final int INVALID = 10;
    private static final int REPEATED = 60;
    private static final int REPLACED_EVERY = 20;
    private static final String[] NAMES = {
        "ann", "bob", "carla", "david", "elena", "felix", "greta", "henry", "irene", "jonas", "kate", "liam", "maria",
        "noah", "olga", "peter"
    };
    private static final String[] DOMAINS = {"example.com", "mail.example.org", "example.net", "shop.example.com"};

    /** What a delivery of the list has to count. */
    record Expected(long rejected, long duplicates, long distinct, long replaced) {
        /** Valid rows, duplicates among them. */
        long valid() {
            return distinct + duplicates;
        }
    }

    Expected expected() {
        long rejected = 0;
        long duplicates = 0;
        long replaced = 0;
        for (long row = 0; row < rows; row++) {
            if (isInvalid(row)) {
                rejected++;
            } else if (isRepeated(row)) {
                duplicates++;
            } else if (isReplaced(row)) {
                replaced++;
            }
        }
        return new Expected(rejected, duplicates, rows - rejected - duplicates, replaced);
    }

    /** Writes the list, with LF at the ends of its lines. */
    void write(Path file) throws IOException {
        StringBuilder line = new StringBuilder(128);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write("customer_id,email,first_name,city\n".getBytes(StandardCharsets.US_ASCII));
            for (long row = 0; row < rows; row++) {
                line.setLength(0);
                write(row, line);
                out.write(line.toString().getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }

    private void write(long row, StringBuilder line) {
        long noise = mix(row ^ SEED);
        line.append(row).append(',');
        if (isInvalid(row)) {
            line.append("no address ").append(row % CYCLE);
        } else if (isRepeated(row)) {
            int from = line.length();
            address(row - REPEATED, line);
            for (int i = from; i < line.length(); i++) {
                line.setCharAt(i, Character.toUpperCase(line.charAt(i)));
            }
        } else {
            address(row, line);
        }
        line.append(',').append(NAMES[(int) (noise >>> 20) & 15]);
        line.append(",\"City, ").append((noise >>> 30) % 1000).append("\"\n");
    }

    private void address(long row, StringBuilder line) {
        long customer = version > 0 && isReplaced(row) ? row + rows : row;
        long noise = mix(customer ^ SEED);
        line.append(NAMES[(int) noise & 15]).append('.').append(NAMES[(int) (noise >>> 4) & 15]);
        line.append(Long.toString(customer, Character.MAX_RADIX));
        line.append('@').append(DOMAINS[(int) (noise >>> 8) & 3]);
    }

    private static boolean isInvalid(long row) {
        return row % CYCLE < INVALID;
    }

    private static boolean isRepeated(long row) {
        return row >= REPEATED && row % CYCLE >= INVALID && row % CYCLE < REPEATED;
    }

    private static boolean isReplaced(long row) {
        return row % REPLACED_EVERY == REPLACED_EVERY / 2 && !isInvalid(row) && !isRepeated(row);
    }

    /** SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mix(long value) {
        long mixed = value + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
