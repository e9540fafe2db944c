package io.audienceroutes.segment;

import java.util.HexFormat;
import java.util.Optional;

/**
 * Hashes advertising ids of devices: a UUID of 8-4-4-4-12 hexadecimal digits, with or without the braces that some
 * systems put around it, in lower case. TikTok requires a uniform case without naming it (its help page "Customer
 * File"); decision record 3 says why it is the lower one.
 *
 * <p>A phone whose owner does not allow tracking returns an id of all zeros: it identifies no device.
 */
final class DeviceIdHasher implements IdentifierHasher {
    private static final int LENGTH = 36;

    private final byte[] text = new byte[LENGTH];
    private final Optional<Digests> alsoMd5;

    /** Also adds the MD5 digest of each id to a set, if given. */
    DeviceIdHasher(Optional<Digests> alsoMd5) {
        this.alsoMd5 = alsoMd5;
    }

    @Override
    public Optional<RejectReason> hash(String cell, int from, int to, Digests digests) {
        boolean braces = to - from == LENGTH + 2 && cell.charAt(from) == '{' && cell.charAt(to - 1) == '}';
        int start = braces ? from + 1 : from;
        int end = braces ? to - 1 : to;
        if (end - start != LENGTH) {
            return Optional.of(diagnosis(cell, from, to));
        }
        boolean zero = true;
        for (int i = 0; i < LENGTH; i++) {
            char c = cell.charAt(start + i);
            if (isHyphenPlace(i) ? c != '-' : !HexFormat.isHexDigit(c)) {
                return Optional.of(diagnosis(cell, from, to));
            }
            text[i] = (byte) (c >= 'A' && c <= 'F' ? c + ('a' - 'A') : c);
            zero &= c == '0' || c == '-';
        }
        if (zero) {
            return Optional.of(RejectReason.DEVICE_ID_ZERO);
        }
        digests.addHashOf(text, 0, LENGTH);
        alsoMd5.ifPresent(md5 -> md5.addMd5Of(text, 0, LENGTH));
        return Optional.empty();
    }

    @Override
    public String masked(String value) {
        return Masked.deviceId(value);
    }

    private static boolean isHyphenPlace(int index) {
        return index == 8 || index == 13 || index == 18 || index == 23;
    }

    private static RejectReason diagnosis(String cell, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = cell.charAt(i);
            if (c == '\ufffd') {
                return RejectReason.UNDECODABLE_BYTES;
            }
            if (CellEdges.isUnseen(c)) {
                return RejectReason.CONTROL_CHARACTER;
            }
        }
        return RejectReason.DEVICE_ID_MALFORMED;
    }
}
