package io.audienceroutes.segment;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Statistics about the values of one identifier column.
 *
 * @param raw accepted values that were hashed here
 * @param hashed accepted values that were SHA-256 digests of 64 hexadecimal digits
 * @param upperCaseHex those of {@code hashed} that had capital letters and were lower-cased
 * @param md5 accepted values that were MD5 digests of 32 hexadecimal digits: device ids only
 * @param md5Rejected rejected values of 32 hexadecimal digits
 * @param uuidLike those of {@code md5} that have the marks of a random UUID, as one in 64 digests has by chance
 * @param known how many of the digests, accepted or not, are hashes of values that no customer has
 */
public record HashCheckUp(
        long raw,
        long hashed,
        long upperCaseHex,
        long md5,
        long md5Rejected,
        long uuidLike,
        Map<KnownDigest, Long> known) {
    /** The number of values from which a share is significant. */
    private static final long ENOUGH = 16;

    public HashCheckUp {
        known = Map.copyOf(Objects.requireNonNullElse(known, Map.of()));
    }

    public static HashCheckUp zero() {
        return new HashCheckUp(0, 0, 0, 0, 0, 0, Map.of());
    }

    public HashCheckUp plus(HashCheckUp other) {
        Map<KnownDigest, Long> sum = new EnumMap<>(KnownDigest.class);
        sum.putAll(known);
        other.known.forEach((digest, count) -> sum.merge(digest, count, Long::sum));
        return new HashCheckUp(
                raw + other.raw,
                hashed + other.hashed,
                upperCaseHex + other.upperCaseHex,
                md5 + other.md5,
                md5Rejected + other.md5Rejected,
                uuidLike + other.uuidLike,
                sum);
    }

    /** Whether the column mixes raw and hashed values, so that some were hashed under unknown rules. */
    public boolean mixed() {
        return raw > 0 && digests() > 0;
    }

    /** Whether values with the length of MD5 digests are device ids without hyphens. */
    public boolean withoutHyphens() {
        return md5 >= ENOUGH && uuidLike * 2 > md5;
    }

    /** Whether no value was hashed. */
    public boolean allRaw() {
        return digests() + md5Rejected == 0 && known.isEmpty();
    }

    /** Accepted digests of either kind. */
    public long digests() {
        return hashed + md5;
    }

    /** In words: {@code 950 SHA-256 (10 in capitals)}. */
    public String text() {
        StringBuilder text = new StringBuilder();
        part(text, raw, "raw");
        part(text, hashed, "SHA-256" + (upperCaseHex > 0 ? " (" + count(upperCaseHex) + " in capitals)" : ""));
        part(text, md5, "MD5");
        part(text, md5Rejected, "rejected as MD5");
        return text.isEmpty() ? "no value" : text.toString();
    }

    /** The findings of known digests, as text; empty if there are none. */
    public String knownText() {
        return known.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> count(each.getValue()) + " of " + each.getKey().what())
                .collect(Collectors.joining("; "));
    }

    private static void part(StringBuilder text, long count, String what) {
        if (count > 0) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(count(count))
                    .append(' ')
                    .append(what);
        }
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
