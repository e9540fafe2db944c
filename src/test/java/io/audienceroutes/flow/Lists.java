package io.audienceroutes.flow;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Customer lists to deliver, and what an audience must hold of them, computed apart from the product. */
final class Lists {
    private Lists() {}

    /** The addresses customer FROM to customer TO, the last one left out. */
    static List<String> addresses(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> "customer" + number + "@example.com")
                .toList();
    }

    /** A file of these addresses. */
    static String file(List<String> addresses) {
        return "email\n" + addresses.stream().map(address -> address + "\n").collect(Collectors.joining());
    }

    /** A file of the addresses FROM to TO, the last one left out. */
    static String file(int from, int to) {
        return file(addresses(from, to));
    }

    /** What an audience holds of the addresses FROM to TO, the last one left out. */
    static SortedSet<String> hashes(int from, int to) {
        return hashes(addresses(from, to).stream());
    }

    /** What an audience holds of these normalised values. */
    static SortedSet<String> hashes(String... values) {
        return hashes(Stream.of(values));
    }

    static String sha256(String value) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SortedSet<String> hashes(Stream<String> values) {
        return values.map(Lists::sha256).collect(Collectors.toCollection(TreeSet::new));
    }
}
