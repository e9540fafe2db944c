package io.audienceroutes.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What reaches the parser, and what never does. */
class SegmentReaderTest {
    private static final int CHECKED_BYTES = 8192;

    @Test
    void charactersPassUnchangedWhateverTheBufferOfTheCaller() throws IOException {
        String text = "e\n" + "é😀a\r\n".repeat(20_000);

        for (int size : new int[] {1, 2, 3, 8192}) {
            StringWriter read = new StringWriter();
            char[] buffer = new char[size];
            try (Reader reader = reader(text.getBytes(StandardCharsets.UTF_8), 100)) {
                for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
                    read.write(buffer, 0, count);
                }
                assertThat(reader.read()).isEqualTo(-1);
            }
            assertThat(read).hasToString(text);
        }
    }

    @Test
    void aRecordOfExactlyTheLimitIsReadAndOneMoreCharacterIsNot() throws IOException {
        assertThat(drain(bytes("e\n" + "x".repeat(50) + "\r\ny"), 50)).hasSize(55);
        assertThat(drain(bytes("e\n" + "x".repeat(50)), 50)).hasSize(52);
        assertThat(refusal(bytes("e\n" + "x".repeat(51) + "\ny"), 50))
                .hasMessage(
                        "The record that starts on line 2 of the segment file is longer than 50 characters, the limit"
                                + " for one record. Check that the file has line breaks and one customer per line, and"
                                + " deliver it again.")
                .extracting(SegmentFileRefused::reason)
                .isEqualTo(Reason.RECORD_TOO_LONG);
    }

    @Test
    void aLineOfOneMegabyteIsRefusedByItsLine() {
        SegmentFileRefused refusal = refusal(bytes("e\r\na\r\n\r\n" + "x,".repeat(500_000) + "\r\nb"), 65_536);

        assertThat(refusal.code()).isEqualTo("segment-file-record-too-long");
        assertThat(refusal.line()).hasValue(4);
    }

    @Test
    void aQuoteThatSwallowsLinesIsBrokenQuotingAndNotALongRecord() {
        SegmentFileRefused refusal = refusal(bytes("e\na\nb,\"c\n" + "x@example.com\n".repeat(100_000)), 65_536);

        assertThat(refusal)
                .hasMessage("The quoting of the segment file is broken: the quoted field that opens on line 3 is not"
                        + " closed within 65536 characters. Add the closing quote, or remove the opening one, and"
                        + " deliver the file again.");
        assertThat(refusal.code()).isEqualTo("segment-file-broken-quoting");
        assertThat(refusal.line()).hasValue(3);
    }

    @Test
    void textAfterAClosingQuoteNamesBothLines() {
        assertThat(refusal(bytes("e\n\"a\nb\"c\n"), 100))
                .hasMessage("The quoting of the segment file is broken: the quoted field that opens on line 2 is closed"
                        + " on line 3 and followed by more text, where only a comma or the end of the line may follow."
                        + " Write a quote inside a quoted field twice (\"\"), or remove it, and deliver the file"
                        + " again.");
    }

    @Test
    void aRefusedFileStaysRefused() {
        Reader reader = reader(bytes("e\n\"a\"b\n"), 100);

        assertThatThrownBy(reader::read).isInstanceOf(SegmentFileRefused.class);
        assertThatThrownBy(reader::read).isInstanceOf(SegmentFileRefused.class);
    }

    @Test
    void aNulByteNearTheStartIsNotText() {
        assertThat(refusal(bytes("e\na\0b\n"), 100))
                .hasMessage(
                        "The segment file is not UTF-8 text: a NUL byte is at byte offset 3. Export it as CSV or JSON"
                                + " Lines in UTF-8, or set format.characterSet in the destination to the file's"
                                + " character set, such as windows-1252 or ISO-8859-1, and deliver it again.");
    }

    @Test
    void anotherCharacterSetIsNotTextAndNamesTheByte() {
        SegmentFileRefused refusal = refusal("email\njürgen@example.com\n".getBytes(StandardCharsets.ISO_8859_1), 100);

        assertThat(refusal.reason()).isEqualTo(Reason.NOT_TEXT);
        assertThat(refusal).hasMessageContaining("a byte that is not UTF-8 is at byte offset 7.");
    }

    @Test
    void aCharacterCutOffAtTheEndOfAShortFileIsNotText() {
        assertThat(refusal(new byte[] {'e', '\n', (byte) 0xc3}, 100).reason()).isEqualTo(Reason.NOT_TEXT);
    }

    @ParameterizedTest
    @ValueSource(ints = {8190, 8191, 8192})
    void aCharacterAcrossTheEndOfTheCheckedBytesIsText(int before) throws IOException {
        String text = "x".repeat(before) + "😀";

        assertThat(drain(bytes(text), 65_536)).isEqualTo(text);
    }

    @Test
    void laterFaultyBytesBecomeReplacementCharacters() throws IOException {
        byte[] file = bytes("x\n".repeat(CHECKED_BYTES) + "jXrgen\nY");
        file[2 * CHECKED_BYTES + 1] = (byte) 0xfc;
        file[file.length - 1] = (byte) 0xc3;

        assertThat(drain(file, 100)).endsWith("j\ufffdrgen\n\ufffd");
    }

    @Test
    void laterNulsPass() throws IOException {
        assertThat(drain(bytes("x\n".repeat(CHECKED_BYTES) + "a\0b"), 100)).endsWith("a\0b");
    }

    @Test
    void closingClosesTheFileAndEndsReading() throws IOException {
        boolean[] closed = new boolean[1];
        SegmentPart part = Parts.commas(new ByteArrayInputStream(bytes("e\n")) {
            @Override
            public void close() {
                closed[0] = true;
            }
        });
        Reader reader = part.reader();

        reader.close();

        assertThat(closed).containsExactly(true);
        assertThatThrownBy(reader::read).isInstanceOf(IOException.class).hasMessageContaining("was closed");
    }

    private static Reader reader(byte[] file, int maxRecordChars) {
        return Parts.commas(new ByteArrayInputStream(file), new ReadLimits(maxRecordChars))
                .reader();
    }

    private static String drain(byte[] file, int maxRecordChars) throws IOException {
        StringWriter read = new StringWriter();
        try (Reader reader = reader(file, maxRecordChars)) {
            reader.transferTo(read);
        }
        return read.toString();
    }

    private static SegmentFileRefused refusal(byte[] file, int maxRecordChars) {
        return catchThrowableOfType(SegmentFileRefused.class, () -> drain(file, maxRecordChars));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
