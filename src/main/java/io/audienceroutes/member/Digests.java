package io.audienceroutes.member;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Digests as records in byte arrays: their widths and their order, which is that of unsigned bytes. */
final class Digests {
    static final int SHA256_WIDTH = 32;
    static final int MD5_WIDTH = 16;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Digests() {}

    static boolean isWidth(int width) {
        return width == SHA256_WIDTH || width == MD5_WIDTH;
    }

    static int requireWidth(int width) {
        if (!isWidth(width)) {
            throw new IllegalArgumentException("A digest has 16 (MD5) or 32 (SHA-256) bytes, not " + width);
        }
        return width;
    }

    static void requireSameWidth(int expected, DigestFile file) {
        if (file.width() != expected) {
            throw new IllegalArgumentException(file.path() + " cannot be merged: expected digests of " + expected
                    + " bytes, but found " + file.width() + ". The files belong to different id schemas.");
        }
    }

    /** Compares eight bytes at a time; the first eight nearly always decide. */
    static int compare(byte[] left, int leftOffset, byte[] right, int rightOffset, int width) {
        for (int i = 0; i < width; i += Long.BYTES) {
            long ofLeft = eightBytes(left, leftOffset + i);
            long ofRight = eightBytes(right, rightOffset + i);
            if (ofLeft != ofRight) {
                return Long.compareUnsigned(ofLeft, ofRight);
            }
        }
        return 0;
    }

    static long eightBytes(byte[] bytes, int offset) {
        return (long) LONGS.get(bytes, offset);
    }

    /** The number of leading bytes, at most {@code most}, that two records share. */
    static int sharedPrefix(byte[] left, int leftOffset, byte[] right, int rightOffset, int most) {
        int mismatch = Arrays.mismatch(left, leftOffset, leftOffset + most, right, rightOffset, rightOffset + most);
        return mismatch < 0 ? most : mismatch;
    }
}
