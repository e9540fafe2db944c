package io.audienceroutes.segment;

import io.audienceroutes.format.Parts;
import io.audienceroutes.format.RowChunks;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads segment files of CSV with commas in tests, and hashes. */
final class SegmentFiles {
    private SegmentFiles() {}

    static RowChunks chunks(String text, int chunkSize) {
        return chunks(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), chunkSize);
    }

    static RowChunks chunks(InputStream bytes, int chunkSize) {
        return Parts.commas(bytes).rows(chunkSize);
    }

    static PreparationRules rules(IdentifierType type, EmailRule rule, Optional<String> region) {
        return new PreparationRules(Set.of(type), IdentifierColumns.of(Map.of(type, List.of("e"))), rule, region);
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The digests of one type, each as hexadecimal digits. */
    static List<String> digests(PreparedChunk chunk, DigestType type) {
        byte[] bytes = chunk.digests().get(type);
        List<String> digests = new ArrayList<>();
        for (int i = 0; i < bytes.length; i += type.width()) {
            digests.add(HexFormat.of().formatHex(bytes, i, i + type.width()));
        }
        return digests;
    }
}
