package io.audienceroutes.segment;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/** Collects the identifiers of rows of one chunk that contain an opted-out person: none of them may be sent. */
final class OptedOutRows {
    private final OptedOut list;
    private final Map<DigestType, Digests> all;
    private final Map<DigestType, Integer> begin = new EnumMap<>(DigestType.class);
    private final ChunkDigests found;
    private long rows;

    OptedOutRows(OptedOut list, Collection<IdentifierType> types, ChunkDigests all) {
        this.list = list;
        this.all = all.byType();
        this.found = new ChunkDigests(types, 1);
    }

    /** Starts a row: digests added from here on belong to it. */
    void begin() {
        all.forEach((type, digests) -> begin.put(type, digests.count()));
    }

    /** A row has ended. */
    void end() {
        boolean named = all.entrySet().stream()
                .anyMatch(each -> each.getValue().isAnyOn(list, each.getKey(), begin.get(each.getKey())));
        if (named) {
            rows++;
            found.byType().forEach((type, digests) -> digests.addFrom(all.get(type), begin.get(type)));
        }
    }

    PreparedChunk.OptedOutPart part() {
        return new PreparedChunk.OptedOutPart(rows, found.toArrays());
    }
}
