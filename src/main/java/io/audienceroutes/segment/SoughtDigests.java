package io.audienceroutes.segment;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Digests whose rows are searched for, each with its reason; few enough to be kept in memory. A found digest is
 * removed.
 */
public final class SoughtDigests {
    private final Map<DigestType, Map<ByteBuffer, String>> sought = new EnumMap<>(DigestType.class);

    /** Adds a digest to search for. */
    public void add(DigestType type, byte[] digest, String why) {
        sought.computeIfAbsent(type, key -> new HashMap<>())
                .put(ByteBuffer.wrap(digest.clone()).asReadOnlyBuffer(), why);
    }

    /** The number of digests not found yet. */
    public int left() {
        return sought.values().stream().mapToInt(Map::size).sum();
    }

    /** Whether one of these digests, back to back by type, is wanted. */
    boolean hasAnyOf(Map<DigestType, byte[]> digests) {
        return digests.entrySet().stream()
                .anyMatch(each -> slices(each.getKey(), each.getValue()).stream()
                        .anyMatch(slice -> of(each.getKey()).containsKey(slice)));
    }

    /** Removes the found digests, and returns their reasons. */
    List<String> take(Map<DigestType, byte[]> digests) {
        List<String> taken = new ArrayList<>();
        digests.forEach((type, bytes) -> slices(type, bytes)
                .forEach(slice -> Optional.ofNullable(of(type).remove(slice)).ifPresent(taken::add)));
        return taken;
    }

    private Map<ByteBuffer, String> of(DigestType type) {
        return sought.getOrDefault(type, new HashMap<>());
    }

    private static List<ByteBuffer> slices(DigestType type, byte[] bytes) {
        List<ByteBuffer> slices = new ArrayList<>(bytes.length / type.width());
        for (int from = 0; from < bytes.length; from += type.width()) {
            slices.add(ByteBuffer.wrap(bytes, from, type.width()));
        }
        return slices;
    }
}
