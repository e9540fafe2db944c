package io.audienceroutes.segment;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The kind of digests in one set: an identifier type and a hash function. Each set is prepared, compared, sent and
 * counted separately, because a digest does not reveal its input.
 *
 * <p>MD5 exists for device ids only: TikTok accepts no MD5 of an address or a number.
 */
public enum DigestType {
    EMAIL_SHA256(IdentifierType.EMAIL, Digests.SHA256_WIDTH),
    PHONE_SHA256(IdentifierType.PHONE, Digests.SHA256_WIDTH),
    AAID_SHA256(IdentifierType.AAID, Digests.SHA256_WIDTH),
    AAID_MD5(IdentifierType.AAID, Digests.MD5_WIDTH),
    IDFA_SHA256(IdentifierType.IDFA, Digests.SHA256_WIDTH),
    IDFA_MD5(IdentifierType.IDFA, Digests.MD5_WIDTH);

    private final IdentifierType identifier;
    private final int width;

    DigestType(IdentifierType identifier, int width) {
        this.identifier = identifier;
        this.width = width;
    }

    /** What was hashed. */
    public IdentifierType identifier() {
        return identifier;
    }

    /** The bytes of a digest: 32 of SHA-256, 16 of MD5. */
    public int width() {
        return width;
    }

    /** All digest types that identifiers of these types may have, in the order of this enum. */
    public static List<DigestType> of(Collection<IdentifierType> types) {
        return Arrays.stream(values())
                .filter(digest -> types.contains(digest.identifier))
                .toList();
    }
}
