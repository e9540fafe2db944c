package io.audienceroutes.segment;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads segment files in tests as the route does: Commons CSV, set up as camel-csv sets it up, over a segment reader. */
final class SegmentFiles {
    private SegmentFiles() {}

    static RowChunks chunks(String text, int chunkSize) {
        return chunks(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), chunkSize);
    }

    static RowChunks chunks(InputStream bytes, int chunkSize) {
        SegmentReader reader = new SegmentReader(bytes, ReadLimits.defaults());
        return new RowChunks(records(reader), reader.lines(), chunkSize);
    }

    static Iterator<List<String>> records(Reader reader) {
        Iterator<CSVRecord> records = parser(reader).iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return records.hasNext();
            }

            @Override
            public List<String> next() {
                return new ArrayList<>(records.next().toList());
            }
        };
    }

    static CSVParser parser(Reader reader) {
        try {
            return CSVParser.parse(reader, CSVFormat.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PreparationRules rules(IdentifierType type, EmailRule rule, Optional<String> region) {
        return new PreparationRules(List.of(new IdentifierColumn(type, "e")), rule, region);
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
