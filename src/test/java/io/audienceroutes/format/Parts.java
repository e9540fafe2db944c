package io.audienceroutes.format;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Opens texts as parts in tests, without a file. */
public final class Parts {
    private Parts() {}

    /** A part of this text, everything detected. */
    public static SegmentPart of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8), FileFormat.detected());
    }

    /** A part of these bytes. */
    public static SegmentPart of(byte[] bytes, FileFormat settings) {
        return SegmentPart.open(
                "list.csv",
                true,
                () -> new ByteArrayInputStream(bytes),
                new FormatSniffer(settings),
                ReadLimits.defaults());
    }

    /** A part of CSV with commas, whatever the bytes look like. */
    public static SegmentPart commas(InputStream bytes) {
        return commas(bytes, ReadLimits.defaults());
    }

    static SegmentPart commas(InputStream bytes, ReadLimits limits) {
        return SegmentPart.open("list.csv", true, () -> bytes, new FormatSniffer(csv(Delimiter.COMMA)), limits);
    }

    /** Settings of a CSV file that leave only the character set open. */
    static FileFormat csv(Delimiter delimiter) {
        return new FileFormat(
                Optional.of(FileFormat.Kind.CSV), Optional.of(delimiter), true, Optional.empty(), Optional.empty());
    }
}
