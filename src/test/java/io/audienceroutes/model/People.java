package io.audienceroutes.model;

import io.audienceroutes.segment.EmailRule;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The people of the model, a dozen, and the lists that they stand on. A member is named after the person and what is sent
 * of them: {@code e3} is the address of person 3, {@code s3} the same address without its tag, {@code p3} the phone.
 */
final class People {
    static final int COUNT = 12;
    private static final List<Set<Integer>> LISTS =
            List.of(range(0, 8), range(4, 12), range(0, 12), range(0, 2), Set.of(2, 5, 8, 9), Set.of());
    private static final Map<String, String> NAMES = new HashMap<>();

    static {
        for (int person = 0; person < COUNT; person++) {
            NAMES.put(sha256(address(person)), "e" + person);
            NAMES.put(sha256(stripped(person)), "s" + person);
            NAMES.put(sha256(phone(person)), "p" + person);
        }
    }

    private People() {}

    /** The people of a list; every number is one. */
    static Set<Integer> list(int number) {
        return LISTS.get(Math.floorMod(number, LISTS.size()));
    }

    static int lists() {
        return LISTS.size();
    }

    /** The segment file of these people. */
    static String file(Set<Integer> people, boolean withPhones) {
        return (withPhones ? "email,phone\n" : "email\n")
                + people.stream()
                        .sorted()
                        .map(person -> address(person) + (withPhones ? "," + phone(person) : "") + "\n")
                        .collect(Collectors.joining());
    }

    /** What an audience holds of these people. */
    static SortedSet<String> members(Collection<Integer> people, EmailRule rule, boolean withPhones) {
        SortedSet<String> members = new TreeSet<>();
        for (int person : people) {
            if (rule != EmailRule.STRIP) {
                members.add("e" + person);
            }
            if (rule != EmailRule.PLAIN) {
                members.add("s" + person);
            }
            if (withPhones) {
                members.add("p" + person);
            }
        }
        return members;
    }

    /** Every member that one of these people could be. */
    static SortedSet<String> anyOf(Collection<Integer> people) {
        return members(people, EmailRule.BOTH, true);
    }

    /** The members behind these digests. */
    static SortedSet<String> named(Collection<String> digests) {
        return digests.stream()
                .map(digest -> NAMES.getOrDefault(digest, digest))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static String digest(String member) {
        return NAMES.entrySet().stream()
                .filter(entry -> entry.getValue().equals(member))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    /** Every third digest of the plain addresses in their order: some in each part of a batch. */
    static List<String> spreadDigests(int every) {
        List<String> sorted = new ArrayList<>(new TreeSet<>(IntStream.range(0, COUNT)
                .mapToObj(person -> sha256(address(person)))
                .toList()));
        return IntStream.range(0, COUNT)
                .filter(place -> place % every == 1)
                .mapToObj(sorted::get)
                .toList();
    }

    static String address(int person) {
        return "customer" + person + "+news@example.com";
    }

    private static String stripped(int person) {
        return "customer" + person + "@example.com";
    }

    private static String phone(int person) {
        return String.format(Locale.ROOT, "+120255501%02d", person);
    }

    private static Set<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().collect(Collectors.toUnmodifiableSet());
    }

    private static String sha256(String value) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
