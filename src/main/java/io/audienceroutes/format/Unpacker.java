package io.audienceroutes.format;

import com.github.luben.zstd.ZstdInputStream;
import io.audienceroutes.format.LayerStream.Allowance;
import io.audienceroutes.format.LayerStream.Layer;
import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Removes the layers around a text, as detected from the bytes: gzip, zstd, OpenPGP, in any order. */
final class Unpacker {
    private static final Layer GZIP = new Layer("gzip", Reason.BAD_ARCHIVE);
    private static final Layer ZSTD = new Layer("zstd", Reason.BAD_ARCHIVE);
    private static final Layer PGP = new Layer("an OpenPGP message", Reason.CANNOT_DECRYPT);
    private static final int BUFFERED_BYTES = 65_536;

    private final FormatLimits limits;
    private final Optional<PgpKeys> keys;

    Unpacker(FormatLimits limits, Optional<PgpKeys> keys) {
        this.limits = limits;
        this.keys = keys;
    }

    /**
     * The content without its layers: a text, or a zip archive.
     *
     * @param layers the removed layers, outermost first
     * @param zip whether it is a zip archive
     */
    record Content(InputStream bytes, List<String> layers, boolean zip) {
        Content {
            layers = List.copyOf(layers);
        }
    }

    /**
     * Removes the layers.
     *
     * @param packed the packed bytes; closed with the content
     * @param packedBytes the number of packed bytes read
     * @param allowedBytes the maximum output of a layer
     * @param outer layers that were already removed
     */
    Content open(InputStream packed, LongSupplier packedBytes, long allowedBytes, List<String> outer)
            throws IOException {
        List<String> layers = new ArrayList<>(outer);
        Allowance allowance = new Allowance(allowedBytes, limits.maxRatio(), packedBytes);
        InputStream bytes = packed;
        while (true) {
            PushbackInputStream peeked = new PushbackInputStream(bytes, FileSignature.HEAD_BYTES);
            byte[] head = peeked.readNBytes(FileSignature.HEAD_BYTES);
            peeked.unread(head);
            FileSignature magic = FileSignature.of(head, head.length);
            if (magic == FileSignature.OTHER || magic == FileSignature.ZIP) {
                requireEncrypted(layers, magic, peeked);
                return new Content(peeked, layers, magic == FileSignature.ZIP);
            }
            requireFewer(layers);
            bytes = without(magic, peeked, allowance, layers);
        }
    }

    private InputStream without(FileSignature magic, InputStream in, Allowance allowance, List<String> layers) {
        return switch (magic) {
            case GZIP -> {
                layers.add("gzip");
                yield new LayerStream(GZIP, () -> new GzipMembers(in), in, allowance);
            }
            case ZSTD -> {
                layers.add("zstd");
                yield new LayerStream(ZSTD, () -> new ZstdInputStream(in), in, allowance);
            }
            case PGP -> {
                PgpKeys own = keys.orElseThrow(Unpacker::noKeys);
                layers.add(own.asksForSignature() ? "PGP, signed" : "PGP");
                yield new LayerStream(PGP, () -> PgpMessage.open(buffered(in), own), in, allowance);
            }
            case ZIP, OTHER -> throw new IllegalStateException("There is no layer to remove.");
        };
    }

    private static InputStream buffered(InputStream in) {
        return new BufferedInputStream(in, BUFFERED_BYTES);
    }

    /** A destination that requires encryption must not accept a list that anyone could have written. */
    private void requireEncrypted(List<String> layers, FileSignature magic, InputStream bytes) throws IOException {
        boolean encrypted = layers.stream().anyMatch(layer -> layer.startsWith("PGP"));
        if (keys.isPresent() && !encrypted && magic != FileSignature.ZIP) {
            Foreign.refusePgp(bytes.readNBytes(FormatSniffer.HEAD_BYTES));
            throw new SegmentFileRefused(
                    Reason.CANNOT_DECRYPT,
                    "The segment file is not encrypted, but the destination expects an OpenPGP message. Nothing was"
                            + " sent. Encrypt it with the public key of this installation, or remove format.pgp from the"
                            + " destination.");
        }
    }

    private static void requireFewer(List<String> layers) {
        if (layers.size() >= FormatLimits.MAX_LAYERS) {
            throw new SegmentFileRefused(
                    Reason.BAD_ARCHIVE,
                    "The segment file is compressed or encrypted more than " + FormatLimits.MAX_LAYERS
                            + " times. Nothing was sent. Compress it once, and deliver it again.");
        }
    }

    private static SegmentFileRefused noKeys() {
        return new SegmentFileRefused(
                Reason.CANNOT_DECRYPT,
                "The segment file is an encrypted or signed OpenPGP message, but the destination has no key for it."
                        + " Nothing was sent. Set format.pgp in the destination, with the file of the private key, and"
                        + " resolve the workflow.");
    }
}
