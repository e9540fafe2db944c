package io.audienceroutes.member;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The first 32 bytes of a digest file, big-endian: magic (8), format version (4), record width (4), count (8), CRC-32C of
 * the records (4), CRC-32C of the header before it (4).
 */
record DigestHeader(int width, long count, int checksum) {
    static final int BYTES = 32;

    private static final byte[] MAGIC = "ARDIGEST".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int OWN_CHECKSUM_AT = BYTES - Integer.BYTES;
    private static final String REMEDY =
            "Restore the file from a backup. If there is none: the changes of a workflow are"
                    + " recreated by another comparison; a snapshot is rebuilt by sending the whole list as additions, without removals.";

    DigestHeader {
        Digests.requireWidth(width);
    }

    /** The length of the whole file. */
    long fileBytes() {
        return BYTES + count * width;
    }

    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.put(MAGIC).putInt(VERSION).putInt(width).putLong(count).putInt(checksum);
        bytes.putInt(checksumOf(bytes.array()));
        return bytes.flip();
    }

    /** Reads a header and compares it with the length of its file. */
    static DigestHeader decode(Path file, byte[] bytes, long fileBytes) {
        if (bytes.length < BYTES) {
            throw damaged(file, "a header of " + BYTES + " bytes", bytes.length + " bytes");
        }
        if (!Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            String found = HexFormat.of().formatHex(bytes, 0, MAGIC.length);
            throw damaged(file, "a digest file (" + HexFormat.of().formatHex(MAGIC) + ")", "first bytes " + found);
        }
        ByteBuffer header = ByteBuffer.wrap(bytes, MAGIC.length, BYTES - MAGIC.length);
        int version = header.getInt();
        if (version != VERSION) {
            throw damaged(file, "format version " + VERSION, "version " + version);
        }
        int width = header.getInt();
        long count = header.getLong();
        int checksum = header.getInt();
        if (header.getInt() != checksumOf(bytes)) {
            throw damaged(file, "a header that matches its checksum", "a changed header");
        }
        return new DigestHeader(width, count, checksum).requireLength(file, fileBytes);
    }

    private DigestHeader requireLength(Path file, long found) {
        if (found != fileBytes()) {
            throw damaged(file, fileBytes() + " bytes (" + count + " digests)", found + " bytes");
        }
        return this;
    }

    static DamagedMemberFile damaged(Path file, String expected, String found) {
        return new DamagedMemberFile(file, expected, found, REMEDY);
    }

    private static int checksumOf(byte[] header) {
        CRC32C checksum = new CRC32C();
        checksum.update(header, 0, OWN_CHECKSUM_AT);
        return (int) checksum.getValue();
    }
}
