package io.audienceroutes.format;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.random.RandomGenerator;

/** Hands out few bytes at a time, as networks do. */
final class TricklingStream extends FilterInputStream {
    private final RandomGenerator random;

    TricklingStream(InputStream in, RandomGenerator random) {
        super(in);
        this.random = random;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return super.read(target, offset, Math.min(length, 1 + random.nextInt(7)));
    }
}
