package io.audienceroutes.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.apache.commons.compress.compressors.deflate64.Deflate64CompressorInputStream;

/**
 * The bytes of one entry. At the end, length and checksum must match the directory, and all compressed bytes must have
 * been used.
 */
final class ZipEntryStream extends InputStream {
    private static final long LOW_BITS = 0xffff_ffffL;

    /** The inflater may buffer this much, or read one byte more. */
    private static final int READ_AHEAD = 8;

    private final ZipArchiveEntry entry;
    private final CRC32 checkSum = new CRC32();
    private final InputStream unpacked;
    private final Used used;
    private long count;

    /** The number of compressed bytes read. */
    private interface Used {
        long bytes();
    }

    ZipEntryStream(ZipFile zip, ZipArchiveEntry entry) throws IOException {
        this.entry = entry;
        InputStream packed = zip.getRawInputStream(entry);
        ZipMethod method = ZipMethod.getMethodByCode(entry.getMethod());
        if (method == ZipMethod.STORED) {
            this.unpacked = packed;
            this.used = () -> count;
        } else if (method == ZipMethod.ENHANCED_DEFLATED) {
            Deflate64CompressorInputStream inflated = new Deflate64CompressorInputStream(packed);
            this.unpacked = inflated;
            this.used = inflated::getCompressedCount;
        } else {
            Inflater inflater = new Inflater(true);
            // A raw deflate stream may read one byte past its end
            this.unpacked =
                    new InflaterInputStream(
                            new SequenceInputStream(packed, new ByteArrayInputStream(new byte[1])), inflater) {
                        @Override
                        public void close() throws IOException {
                            super.close();
                            inflater.end();
                        }
                    };
            this.used = inflater::getBytesRead;
        }
    }

    /** Whether an entry's compression method is supported. */
    static boolean canRead(ZipArchiveEntry entry) {
        ZipMethod method = ZipMethod.getMethodByCode(entry.getMethod());
        return method == ZipMethod.STORED || method == ZipMethod.DEFLATED || method == ZipMethod.ENHANCED_DEFLATED;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = unpacked.read(target, offset, length);
        if (read < 0) {
            requireWhole();
        } else {
            checkSum.update(target, offset, read);
            count += read;
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        unpacked.close();
    }

    private void requireWhole() throws IOException {
        if (checkSum.getValue() != entry.getCrc()) {
            throw new IOException("the checksum does not match");
        }
        // Some programs write lengths above 4 GiB without their high bits
        if ((count & LOW_BITS) != (entry.getSize() & LOW_BITS)) {
            throw new IOException("the length does not match");
        }
        if (used.bytes() + READ_AHEAD < entry.getCompressedSize()) {
            throw new IOException("compressed bytes are left over");
        }
    }
}
