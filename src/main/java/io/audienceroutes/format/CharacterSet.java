package io.audienceroutes.format;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The supported character sets of segment files. */
public enum CharacterSet {
    UTF_8("UTF-8", StandardCharsets.UTF_8),
    UTF_16LE("UTF-16LE", StandardCharsets.UTF_16LE),
    UTF_16BE("UTF-16BE", StandardCharsets.UTF_16BE),
    ISO_8859_1("ISO-8859-1", StandardCharsets.ISO_8859_1),
    WINDOWS_1252("windows-1252", Charset.forName("windows-1252"));

    private final String label;
    private final Charset charset;

    CharacterSet(String label, Charset charset) {
        this.label = label;
        this.charset = charset;
    }

    /** The name in settings and receipts. */
    public String label() {
        return label;
    }

    Charset charset() {
        return charset;
    }
}
