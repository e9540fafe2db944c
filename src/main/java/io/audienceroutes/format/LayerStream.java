package io.audienceroutes.format;

import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.LongSupplier;

/**
 * The output of one layer: decompressed or decrypted bytes, counted against the limits. Exceptions of the library about
 * invalid data become refusals. At the end, the layer below is also read to its end, so that its checksums are verified
 * and no data is ignored.
 */
final class LayerStream extends InputStream {
    private final Layer layer;
    private final InputStream unpacked;
    private final InputStream below;
    private final Allowance allowance;
    private long count;

    /** A kind of layer: its name, and the refusal for invalid data. */
    record Layer(String name, Reason reason) {}

    /**
     * The output limits of a layer.
     *
     * @param packedBytes the number of compressed bytes read for it so far
     */
    record Allowance(long bytes, int ratio, LongSupplier packedBytes) {}

    /** Opens a layer over the layer below. */
    interface Opener {
        InputStream open() throws IOException;
    }

    LayerStream(Layer layer, Opener opener, InputStream below, Allowance allowance) {
        this.layer = layer;
        this.below = below;
        this.allowance = allowance;
        this.unpacked = guarded(opener::open);
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        int read = guarded(() -> unpacked.read(target, offset, length));
        if (read < 0) {
            drainBelow();
            return read;
        }
        count += read;
        if (count > allowance.bytes()) {
            throw tooLarge("more than " + allowance.bytes() + " bytes, which is the limit");
        }
        if (count > FormatLimits.RATIO_FREE_BYTES
                && count / allowance.ratio() > allowance.packedBytes().getAsLong()) {
            throw tooLarge("more than " + allowance.ratio() + " times its size, which is the limit");
        }
        return read;
    }

    /** The number of output bytes. */
    long count() {
        return count;
    }

    @Override
    public void close() throws IOException {
        try (below) {
            guarded(() -> {
                unpacked.close();
                return count;
            });
        }
    }

    private void drainBelow() {
        guarded(() -> {
            Rest.requireNothing(below, layer.name(), layer.reason());
            return count;
        });
    }

    /** Libraries throw arbitrary exceptions for invalid data; disk errors are distinguished and passed on. */
    private <T> T guarded(Step<T> step) {
        try {
            return step.run();
        } catch (SegmentFileRefused | UncheckedIOException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new SegmentFileRefused(
                    layer.reason(),
                    "The segment file cannot be read as " + layer.name() + ": it is damaged or truncated ("
                            + e.getClass().getSimpleName() + " after " + count + " bytes). Nothing was sent. Export and"
                            + " transfer it again, and deliver the new file.");
        }
    }

    private SegmentFileRefused tooLarge(String what) {
        return new SegmentFileRefused(
                Reason.BAD_ARCHIVE,
                "The segment file unpacks (" + layer.name() + ") to " + what
                        + ". Nothing was sent. Deliver the list in"
                        + " smaller files, or raise the limits in application.properties, under segment-file.");
    }
}
