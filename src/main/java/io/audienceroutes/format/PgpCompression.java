package io.audienceroutes.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.bouncycastle.bcpg.CompressionAlgorithmTags;
import org.bouncycastle.openpgp.PGPCompressedData;

/** The content of a compressed packet (RFC 9580, section 5.6); all of its bytes must be used. */
final class PgpCompression {
    private PgpCompression() {}

    static InputStream of(PGPCompressedData packet) throws IOException {
        InputStream packed = packet.getInputStream();
        return switch (packet.getAlgorithm()) {
            case CompressionAlgorithmTags.UNCOMPRESSED -> packed;
            case CompressionAlgorithmTags.ZIP -> new Inflated(packed, new Inflater(true));
            case CompressionAlgorithmTags.ZLIB -> new Inflated(packed, new Inflater());
            case CompressionAlgorithmTags.BZIP2 -> new BZip2CompressorInputStream(packed, true);
            default -> throw new IOException("an unknown compression");
        };
    }

    private static final class Inflated extends InflaterInputStream {
        private boolean filledUp;

        Inflated(InputStream packed, Inflater inflater) {
            super(packed, inflater);
        }

        /** A raw deflate stream may read one byte past its end. */
        @Override
        protected void fill() throws IOException {
            int read = in.read(buf, 0, buf.length);
            if (read < 0 && filledUp) {
                throw new IOException("the compressed data is truncated");
            }
            filledUp = read < 0;
            inf.setInput(buf, 0, Math.max(read, 1));
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            if (read < 0 && ((inf.getRemaining() > 0 && !filledUp) || in.read() >= 0)) {
                throw PgpWire.goesOn();
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            super.close();
            inf.end();
        }
    }
}
