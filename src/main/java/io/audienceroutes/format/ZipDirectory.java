package io.audienceroutes.format;

import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The directory of a zip archive (PKWARE APPNOTE 4.3), verified before a library creates an object for each entry: the
 * number of entries is limited, and entries and directory must cover the whole file. So two archives in one file, data
 * before, between or after the entries, overlapping entries and false sizes are refused.
 */
final class ZipDirectory {
    private static final int END_BYTES = 22;
    private static final int END_MARK = 0x06054b50;
    private static final int END64_BYTES = 56;
    private static final int END64_MARK = 0x06064b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int LOCATOR_MARK = 0x07064b50;
    private static final int ENTRY_BYTES = 46;
    private static final int ENTRY_MARK = 0x02014b50;
    private static final int LOCAL_BYTES = 30;
    private static final int LOCAL_MARK = 0x04034b50;
    private static final int DESCRIPTOR_MARK = 0x08074b50;

    /** The marker before an archive that could have been split, but was not. */
    private static final int UNSPLIT_MARK = 0x30304b50;

    private static final int DESCRIBED_BEHIND = 8;
    private static final List<Long> DESCRIPTOR_BYTES = List.of(12L, 16L, 20L, 24L);
    private static final int MANY = 0xffff;
    private static final long LARGE = 0xffff_ffffL;

    private final SeekableByteChannel zip;
    private final int mostEntries;

    private ZipDirectory(SeekableByteChannel zip, int mostEntries) {
        this.zip = zip;
        this.mostEntries = mostEntries;
    }

    /** The position of the directory, and its declared number of entries. */
    private record Place(long start, long end, long entries) {}

    /** The bytes of one entry, starting with its local header. */
    private record Extent(long start, long packedBytes, int checkSum) {}

    /** Refuses an archive with data outside its entries, or with too many entries. */
    static void requireWhole(SeekableByteChannel zip, int mostEntries) throws IOException {
        new ZipDirectory(zip, mostEntries).check();
    }

    private void check() throws IOException {
        Place place = place();
        if (place.entries() > mostEntries) {
            throw tooMany(Long.toString(place.entries()));
        }
        List<Extent> extents = extents(place);
        extents.sort(Comparator.comparingLong(Extent::start));
        long position = startOfEntries();
        for (int i = 0; i < extents.size(); i++) {
            require(extents.get(i).start() == position);
            position = i + 1 < extents.size() ? extents.get(i + 1).start() : place.start();
            requireFilled(extents.get(i), position);
        }
        require(!extents.isEmpty() || place.start() == 0);
    }

    private Place place() throws IOException {
        int length = (int) Math.min(zip.size(), END_BYTES + MANY);
        long start = zip.size() - length;
        ByteBuffer tail = read(start, length);
        for (int at = length - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END_MARK) {
                int comment = tail.getShort(at + 20) & MANY;
                requirePadding(tail, at + END_BYTES + comment);
                return place(tail, at, start + at);
            }
        }
        throw new EOFException("the directory has no end");
    }

    private Place place(ByteBuffer tail, int at, long end) throws IOException {
        long entries = tail.getShort(at + 10) & MANY;
        long size = tail.getInt(at + 12) & LARGE;
        long offset = tail.getInt(at + 16) & LARGE;
        long endOfEntries = end;
        if ((entries == MANY || size == LARGE || offset == LARGE) && end >= LOCATOR_BYTES + END64_BYTES) {
            ByteBuffer locator = read(end - LOCATOR_BYTES, LOCATOR_BYTES);
            if (locator.getInt(0) == LOCATOR_MARK) {
                endOfEntries = locator.getLong(8);
                ByteBuffer large = read(endOfEntries, END64_BYTES);
                require(large.getInt(0) == END64_MARK && endOfEntries + 12 + large.getLong(4) == end - LOCATOR_BYTES);
                entries = large.getLong(32);
                size = large.getLong(40);
                offset = large.getLong(48);
            }
        }
        require(offset >= 0 && size >= 0 && offset + size == endOfEntries);
        return new Place(offset, endOfEntries, entries);
    }

    private List<Extent> extents(Place place) throws IOException {
        List<Extent> extents = new ArrayList<>();
        long position = place.start();
        while (position < place.end()) {
            if (extents.size() == mostEntries) {
                throw tooMany("more than " + mostEntries);
            }
            ByteBuffer head = read(position, ENTRY_BYTES);
            require(head.getInt(0) == ENTRY_MARK);
            int name = head.getShort(28) & MANY;
            int extra = head.getShort(30) & MANY;
            int comment = head.getShort(32) & MANY;
            extents.add(extent(head, read(position + ENTRY_BYTES + name, extra)));
            position += ENTRY_BYTES + name + extra + comment;
        }
        require(position == place.end() && extents.size() == place.entries());
        return extents;
    }

    /** Large numbers are in an extra field, in this order, and only those that do not fit (APPNOTE 4.5.3). */
    private static Extent extent(ByteBuffer head, ByteBuffer extra) throws IOException {
        long packed = head.getInt(20) & LARGE;
        long start = head.getInt(42) & LARGE;
        int at = 0;
        while (at + 4 <= extra.limit() && extra.getShort(at) != 1) {
            at += 4 + (extra.getShort(at + 2) & MANY);
        }
        int number = at + 4 + ((head.getInt(24) & LARGE) == LARGE ? Long.BYTES : 0);
        if (packed == LARGE) {
            packed = large(extra, number);
            number += Long.BYTES;
        }
        if (start == LARGE) {
            start = large(extra, number);
        }
        return new Extent(start, packed, head.getInt(16));
    }

    private static long large(ByteBuffer extra, int at) throws IOException {
        if (at + Long.BYTES > extra.limit()) {
            throw new EOFException("a number is missing");
        }
        return extra.getLong(at);
    }

    private long startOfEntries() throws IOException {
        int mark = zip.size() < 4 ? 0 : read(0, 4).getInt(0);
        return mark == UNSPLIT_MARK || mark == DESCRIPTOR_MARK ? 4 : 0;
    }

    /** If sizes were not known in advance, they also follow the entry, with its checksum. */
    private void requireFilled(Extent extent, long end) throws IOException {
        ByteBuffer local = read(extent.start(), LOCAL_BYTES);
        require(local.getInt(0) == LOCAL_MARK);
        long dataStart = extent.start() + LOCAL_BYTES + (local.getShort(26) & MANY) + (local.getShort(28) & MANY);
        long behind = end - dataStart - extent.packedBytes();
        boolean described = (local.getShort(6) & DESCRIBED_BEHIND) != 0 && DESCRIPTOR_BYTES.contains(behind);
        require(behind == 0 || (described && describes(read(end - behind, (int) behind), extent)));
    }

    private static boolean describes(ByteBuffer behind, Extent extent) {
        return behind.getInt(behind.getInt(0) == DESCRIPTOR_MARK ? 4 : 0) == extent.checkSum();
    }

    private static void requirePadding(ByteBuffer tail, int from) {
        if (from > tail.limit()) {
            throw Rest.refused("zip archive", Reason.BAD_ARCHIVE);
        }
        byte[] rest = new byte[tail.limit() - from];
        tail.get(from, rest);
        Rest.requirePadding(rest, rest.length, "zip archive", Reason.BAD_ARCHIVE);
    }

    private static void require(boolean filled) {
        if (!filled) {
            throw ZipArchive.refused("its entries and its directory do not cover the whole file, as if two archives"
                    + " had been concatenated or the archive is damaged. Data outside the directory would be lost. Write"
                    + " the archive again");
        }
    }

    private SegmentFileRefused tooMany(String found) {
        return ZipArchive.refused("it has " + found + " entries; the limit is " + mostEntries
                + ". Write fewer, or raise" + " segment-file.max-archive-entries");
    }

    private ByteBuffer read(long position, int length) throws IOException {
        if (position < 0 || position + length > zip.size()) {
            throw new EOFException("the archive ends too soon");
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        zip.position(position);
        while (bytes.hasRemaining()) {
            if (zip.read(bytes) < 0) {
                throw new EOFException("the archive ends too soon");
            }
        }
        return bytes.flip();
    }
}
