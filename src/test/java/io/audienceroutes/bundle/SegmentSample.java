package io.audienceroutes.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A segment file with distinct, repeated and malformed e-mail addresses, and what it holds, counted while it was written
 * and hashed by the platform alone.
 */
record SegmentSample(Path file, int rows, int rejected, int duplicates, Set<String> digests) {
    private static final List<String> DOMAINS = List.of("example.com", "example.net", "example.org");
    private static final List<String> MALFORMED =
            List.of("no-at-sign.%d", "two@@%d.example.com", "inner blank%d@example.com", "missing-domain%d@", "");
    private static final int PERCENT = 100;

    /** Writes so many rows; the same seed makes the same file. Of 100 rows about 5 repeat another, 3 are malformed. */
    static SegmentSample write(Path file, int rows, long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("email,first_name\n");
        List<String> addresses = new ArrayList<>();
        Set<String> digests = new TreeSet<>();
        int rejected = 0;
        int duplicates = 0;
        for (int row = 0; row < rows; row++) {
            int kind = random.nextInt(PERCENT);
            if (kind < 3) {
                text.append(malformed(random, row));
                rejected++;
            } else if (kind < 8 && !addresses.isEmpty()) {
                text.append(spelledOtherwise(addresses.get(random.nextInt(addresses.size())), random));
                duplicates++;
            } else {
                String address = "member." + seed + "." + row + "@" + DOMAINS.get(random.nextInt(DOMAINS.size()));
                addresses.add(address);
                digests.add(sha256(address));
                text.append(address);
            }
            text.append(",Ada\n");
        }
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SegmentSample(file, rows, rejected, duplicates, digests);
    }

    String path() {
        return file.toString();
    }

    private static String malformed(Random random, int row) {
        return String.format(Locale.ROOT, MALFORMED.get(random.nextInt(MALFORMED.size())), row);
    }

    private static String spelledOtherwise(String address, Random random) {
        return random.nextBoolean() ? "  " + address + " " : address.toUpperCase(Locale.ROOT);
    }

    static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
