package io.audienceroutes.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.PacketTags;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;

/**
 * A sequence of packets (RFC 9580, section 4), each of which is looked at before it is read: the library reads unknown
 * ones and keys as a whole into memory.
 */
final class PgpPackets {
    private static final int END = -1;
    private static final int MOST_BYTES = 1 << 20;

    /** They have nothing to say (RFC 9580, 5.8 and 5.14). */
    private static final Set<Integer> EMPTY = Set.of(PacketTags.MARKER, PacketTags.PADDING);

    private final BoundedHead bytes;
    private final BCPGInputStream in;
    private final BcPGPObjectFactory objects;

    /** Reads little of them until {@link #text} is called. */
    PgpPackets(InputStream in) {
        this.bytes = new BoundedHead(in, MOST_BYTES);
        this.in = new BCPGInputStream(bytes);
        this.objects = new BcPGPObjectFactory(this.in);
    }

    BCPGInputStream stream() {
        return in;
    }

    /** The tag of the next packet with content, or -1 at the end. */
    int nextTag() throws IOException {
        int tag = in.nextPacketTag();
        while (EMPTY.contains(tag)) {
            in.readPacket();
            tag = in.nextPacketTag();
        }
        return tag;
    }

    /** The next packet, with those of its kind that follow it. */
    Object next() throws IOException {
        return objects.nextObject();
    }

    /** From here on comes the body of a packet, which is not kept. */
    void text() {
        bytes.lift();
    }

    /** That body is over. */
    void afterText() {
        bytes.bind();
    }

    boolean isAtEnd() throws IOException {
        return nextTag() == END;
    }
}
