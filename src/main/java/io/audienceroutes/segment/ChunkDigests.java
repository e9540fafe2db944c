package io.audienceroutes.segment;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The digests of one chunk of rows by type; several columns of a type share them. */
final class ChunkDigests {
    private final Map<DigestType, Digests> byType = new EnumMap<>(DigestType.class);

    ChunkDigests(Collection<IdentifierType> types, int rows) {
        for (DigestType type : DigestType.of(types)) {
            boolean usual = type.width() == Digests.SHA256_WIDTH;
            byType.put(type, new Digests(type.width(), usual ? rows : 1));
        }
    }

    Digests sha256(IdentifierType type) {
        return find(type, Digests.SHA256_WIDTH).orElseThrow();
    }

    /** Empty for types of which no MD5 digest is sent. */
    Optional<Digests> md5(IdentifierType type) {
        return find(type, Digests.MD5_WIDTH);
    }

    Map<DigestType, Digests> byType() {
        return byType;
    }

    Map<DigestType, byte[]> toArrays() {
        Map<DigestType, byte[]> arrays = new EnumMap<>(DigestType.class);
        byType.forEach((type, digests) -> arrays.put(type, digests.toArray()));
        return arrays;
    }

    private Optional<Digests> find(IdentifierType type, int width) {
        return byType.entrySet().stream()
                .filter(each ->
                        each.getKey().identifier() == type && each.getKey().width() == width)
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
