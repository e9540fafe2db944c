package io.audienceroutes.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.PacketTags;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;

/**
 * A sequence of packets (RFC 9580, section 4), each of which is examined before it is read: the library reads unknown
 * packets and keys completely into memory.
 */
final class PgpPackets {
    private static final int END = -1;
    private static final int MOST_BYTES = 1 << 20;

    /** Packets without content (RFC 9580, 5.8 and 5.14). */
    private static final Set<Integer> EMPTY = Set.of(PacketTags.MARKER, PacketTags.PADDING);

    private final BoundedHead bytes;
    private final BCPGInputStream in;
    private final BcPGPObjectFactory objects;

    /** Reads only headers until {@link #text} is called. */
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

    /** The next packet, with following packets of the same kind. */
    Object next() throws IOException {
        return objects.nextObject();
    }

    /** The body of a packet starts here; it is not buffered. */
    void text() {
        bytes.lift();
    }

    /** The body has ended. */
    void afterText() {
        bytes.bind();
    }

    boolean isAtEnd() throws IOException {
        return nextTag() == END;
    }
}
