package io.audienceroutes.format;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;

/**
 * How many entries a zip archive says that it has, before a library makes an object of each (PKWARE APPNOTE 4.3.14 to
 * 4.3.16).
 */
final class ZipDirectory {
    private static final int END_BYTES = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int END_MARK = 0x06054b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int LOCATOR_MARK = 0x07064b50;
    private static final int MANY = 0xffff;

    private ZipDirectory() {}

    static long entriesOf(SeekableByteChannel zip) throws IOException {
        int length = (int) Math.min(zip.size(), END_BYTES + LONGEST_COMMENT);
        long start = zip.size() - length;
        ByteBuffer tail = read(zip, start, length);
        for (int at = length - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END_MARK) {
                int entries = tail.getShort(at + 10) & MANY;
                return entries == MANY ? entriesOfZip64(zip, start + at) : entries;
            }
        }
        throw new EOFException("no end of the directory");
    }

    private static long entriesOfZip64(SeekableByteChannel zip, long end) throws IOException {
        if (end < LOCATOR_BYTES) {
            return MANY;
        }
        ByteBuffer locator = read(zip, end - LOCATOR_BYTES, LOCATOR_BYTES);
        return locator.getInt(0) == LOCATOR_MARK
                ? read(zip, locator.getLong(8) + 32, Long.BYTES).getLong(0)
                : MANY;
    }

    private static ByteBuffer read(SeekableByteChannel zip, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        zip.position(position);
        while (bytes.hasRemaining()) {
            if (zip.read(bytes) < 0) {
                throw new EOFException("the archive ends too soon");
            }
        }
        return bytes.flip();
    }
}
