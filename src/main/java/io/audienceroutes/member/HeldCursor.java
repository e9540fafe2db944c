package io.audienceroutes.member;

import java.io.Closeable;
import java.io.IOException;

/** Reads certain and uncertain members as one ascending sequence, and checks whether another destination claims one. */
final class HeldCursor implements Closeable {
    private final DigestCursor certain;
    private final DigestCursor uncertain;
    private final ProtectedMembers claims;
    private boolean moreCertain;
    private boolean moreUncertain;

    HeldCursor(HeldMembers held, int width, int bufferBytes) throws IOException {
        certain = new DigestCursor(held.certain(), width, bufferBytes);
        uncertain = new DigestCursor(held.uncertain(), width, bufferBytes);
        claims = new ProtectedMembers(held.claimed(), width, bufferBytes);
        moreCertain = certain.advance();
        moreUncertain = uncertain.advance();
    }

    boolean onRecord() {
        return moreCertain || moreUncertain;
    }

    /** Goes to the next member. A digest in both sets, which should not happen, counts as one certain member. */
    void advance() throws IOException {
        int order = order();
        moreCertain = order <= 0 ? certain.advance() : moreCertain;
        moreUncertain = order >= 0 ? uncertain.advance() : moreUncertain;
    }

    /** The order of this member and another digest; after the end everything is smaller. */
    int compareTo(byte[] other, int otherOffset) {
        return onRecord() ? current().compareTo(other, otherOffset) : 1;
    }

    boolean isCertain() {
        return order() <= 0;
    }

    byte[] buffer() {
        return current().buffer();
    }

    int offset() {
        return current().offset();
    }

    /** Whether the last list of another destination contains this member. Must be called in ascending order. */
    boolean isClaimed() throws IOException {
        return claims.hold(buffer(), offset());
    }

    /** Reads the rest, only to verify it. */
    void drain() throws IOException {
        while (onRecord()) {
            advance();
        }
        claims.drain();
    }

    @Override
    public void close() throws IOException {
        try (certain;
                uncertain) {
            claims.close();
        }
    }

    private DigestCursor current() {
        return isCertain() ? certain : uncertain;
    }

    private int order() {
        if (!moreUncertain) {
            return moreCertain ? -1 : 0;
        }
        return moreCertain ? certain.compareTo(uncertain.buffer(), uncertain.offset()) : 1;
    }
}
