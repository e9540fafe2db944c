package io.audienceroutes.segment;

/**
 * What the values of one identifier column looked like.
 *
 * @param raw accepted values that were hashed here
 * @param hashed accepted values that came as SHA-256 digests of 64 hexadecimal digits and were passed through
 * @param upperCaseHex those of {@code hashed} that had capital letters and were lower-cased
 * @param md5Length rejected values of 32 hexadecimal digits, the length of an MD5 digest
 */
public record HashCheckUp(long raw, long hashed, long upperCaseHex, long md5Length) {

    public static HashCheckUp zero() {
        return new HashCheckUp(0, 0, 0, 0);
    }

    public HashCheckUp plus(HashCheckUp other) {
        return new HashCheckUp(
                raw + other.raw, hashed + other.hashed, upperCaseHex + other.upperCaseHex, md5Length + other.md5Length);
    }

    /** Whether raw and hashed values stand in one column, so that some of them were hashed under unknown rules. */
    public boolean mixed() {
        return raw > 0 && hashed > 0;
    }
}
