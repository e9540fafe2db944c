package io.audienceroutes.member;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The partition, number of records and CRC-32C of each block of a partition file. Blocks are stored back to back in the
 * order of the index. Some 9 bytes a block: 1 MB for 100 million digests. Thread-safe.
 */
final class PartitionIndex {
    static final int PARTITIONS = 256;

    private static final byte[] MAGIC = "ARPARTIX".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int FIXED_BYTES = MAGIC.length + 4 * Integer.BYTES + Long.BYTES;
    private static final int BYTES_PER_BLOCK = Byte.BYTES + 2 * Integer.BYTES;

    private final int width;
    private final long[] counts = new long[PARTITIONS];
    private byte[] owners = new byte[PARTITIONS];
    private int[] records = new int[PARTITIONS];
    private int[] checksums = new int[PARTITIONS];
    private int blocks;
    private long bytes;

    PartitionIndex(int width) {
        this.width = width;
    }

    /** What to do with one block. */
    interface BlockVisitor {
        void visit(long position, int records, int checksum) throws IOException;
    }

    /** Enters a block and returns its position in the file. */
    synchronized long add(int partition, int recordsOfBlock, int checksum) {
        if (blocks == owners.length) {
            owners = Arrays.copyOf(owners, blocks * 2);
            records = Arrays.copyOf(records, blocks * 2);
            checksums = Arrays.copyOf(checksums, blocks * 2);
        }
        owners[blocks] = (byte) partition;
        records[blocks] = recordsOfBlock;
        checksums[blocks] = checksum;
        blocks++;
        counts[partition] += recordsOfBlock;
        long position = bytes;
        bytes += (long) recordsOfBlock * width;
        return position;
    }

    int width() {
        return width;
    }

    /** The length of the partition file. */
    synchronized long bytes() {
        return bytes;
    }

    synchronized long count() {
        return bytes / width;
    }

    synchronized long count(int partition) {
        return counts[partition];
    }

    /** Visits the blocks of a partition in the order of the file. */
    synchronized void visit(int partition, BlockVisitor visitor) throws IOException {
        long position = 0;
        for (int block = 0; block < blocks; block++) {
            if (Byte.toUnsignedInt(owners[block]) == partition) {
                visitor.visit(position, records[block], checksums[block]);
            }
            position += (long) records[block] * width;
        }
    }

    /** The manifest: magic, version, width, count, number of blocks, the blocks, CRC-32C of all that. Big-endian. */
    synchronized ByteBuffer encode() {
        ByteBuffer manifest =
                ByteBuffer.allocate(Math.addExact(FIXED_BYTES, Math.multiplyExact(blocks, BYTES_PER_BLOCK)));
        manifest.put(MAGIC).putInt(VERSION).putInt(width).putLong(count()).putInt(blocks);
        for (int block = 0; block < blocks; block++) {
            manifest.put(owners[block]).putInt(records[block]).putInt(checksums[block]);
        }
        manifest.putInt(checksumOf(manifest.array(), manifest.position()));
        return manifest.flip();
    }

    /** Reads a manifest. */
    static PartitionIndex decode(Path file, byte[] bytes) {
        int end = bytes.length - Integer.BYTES;
        if (bytes.length < FIXED_BYTES || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw damaged(file, "the manifest of a prepared list", "other bytes");
        }
        ByteBuffer manifest = ByteBuffer.wrap(bytes);
        if (manifest.getInt(end) != checksumOf(bytes, end)) {
            throw damaged(file, "a manifest that matches its checksum", "a changed manifest");
        }
        int version = manifest.position(MAGIC.length).getInt();
        if (version != VERSION) {
            throw damaged(file, "format version " + VERSION, "version " + version);
        }
        PartitionIndex index = new PartitionIndex(manifest.getInt());
        long count = manifest.getLong();
        int blocks = manifest.getInt();
        for (int block = 0; block < blocks; block++) {
            index.add(Byte.toUnsignedInt(manifest.get()), manifest.getInt(), manifest.getInt());
        }
        if (index.count() != count) {
            throw damaged(file, count + " digests", index.count() + " in its blocks");
        }
        return index;
    }

    static DamagedMemberFile damaged(Path file, String expected, String found) {
        return new DamagedMemberFile(
                file, expected, found, "Prepare the segment file again: restart the workflow from its Prepare stage.");
    }

    private static int checksumOf(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
