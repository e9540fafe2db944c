package io.audienceroutes.member;

import static io.audienceroutes.member.DigestSamples.numbered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestFileTest {
    private static final String REMEDY =
            "Restore the file from a backup. If there is none: the changes of a workflow are"
                    + " recreated by another comparison; a snapshot is rebuilt by sending the whole list as additions, without removals.";

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void writeTenDigests() throws IOException {
        path = folder.resolve("ten.digests");
        DigestSamples.file(path, numbered(0, 10));
    }

    @Test
    void writtenDigestsAreReadBack() {
        DigestFile file = DigestFile.open(path);

        assertThat(file.count()).isEqualTo(10);
        assertThat(file.width()).isEqualTo(32);
        assertThat(file.path()).isEqualTo(path);
        assertThat(DigestSamples.content(file)).containsExactlyElementsOf(numbered(0, 10));
        assertThat(path).hasSize(32 + 10 * 32);
    }

    @Test
    void md5DigestsTakeSixteenBytes() throws IOException {
        String one = "0123456789abcdef0123456789abcdef";

        DigestFile file = DigestSamples.file(folder.resolve("md5.digests"), List.of(one), 16);

        assertThat(DigestFile.open(file.path()).width()).isEqualTo(16);
        assertThat(DigestSamples.content(file)).containsExactly(one);
        assertThat(file.path()).hasSize(32 + 16);
    }

    @Test
    void slicesEndAtTheLastDigest() {
        DigestFile file = DigestFile.open(path);

        assertThat(file.slices(3)).isEqualTo(4);
        assertThat(file.slices(5)).isEqualTo(2);
        assertThat(file.slices(10)).isEqualTo(1);
        assertThat(file.slices(Integer.MAX_VALUE)).isEqualTo(1);
        assertThat(DigestSamples.hex(file.slice(0, 3), 32)).isEqualTo(numbered(0, 3));
        assertThat(DigestSamples.hex(file.slice(3, 3), 32)).isEqualTo(numbered(9, 10));
        assertThat(DigestSamples.hex(file.slice(1, 5), 32)).isEqualTo(numbered(5, 10));
        assertThat(DigestSamples.hex(file.slice(0, Integer.MAX_VALUE), 32)).isEqualTo(numbered(0, 10));
    }

    @Test
    void slicesOutsideTheFileAreRefused() {
        DigestFile file = DigestFile.open(path);

        assertThatThrownBy(() -> file.slice(4, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> file.slice(-1, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> file.slices(0));
    }

    @Test
    void emptyFileHasNoSlices() throws IOException {
        DigestFile file = DigestSamples.file(folder.resolve("empty.digests"), List.of());

        assertThat(file.slices(10_000)).isZero();
        assertThatCode(file::verify).doesNotThrowAnyException();
        assertThat(DigestFile.open(file.path()).count()).isZero();
    }

    @Test
    void missingFileIsNamed() {
        Path missing = folder.resolve("missing.digests");

        assertThatThrownBy(() -> DigestFile.open(missing))
                .isInstanceOf(DamagedMemberFile.class)
                .hasMessage("Could not read member file " + missing + ": expected a digest file, but found no file. "
                        + REMEDY)
                .extracting(error -> ((DamagedMemberFile) error).file())
                .isEqualTo(missing);
    }

    @Test
    void fileThatIsGoneWhenASliceIsReadIsNamed() throws IOException {
        DigestFile file = DigestFile.open(path);
        Files.delete(path);

        assertThatThrownBy(() -> file.slice(0, 3))
                .isInstanceOf(DamagedMemberFile.class)
                .hasMessageContaining("expected a digest file, but found no file");
    }

    @Test
    void otherFileIsRefused() throws IOException {
        DigestSamples.overwrite(path, 0, (byte) 27, (byte) '\n');

        assertRefused("expected a digest file (4152444947455354), but found first bytes 1b0a444947455354");
    }

    @Test
    void newerFormatIsRefused() throws IOException {
        DigestSamples.overwrite(path, 11, (byte) 2);

        assertRefused("expected format version 1, but found version 2");
    }

    @Test
    void everyChangedBitOfTheHeaderIsNoticed() throws IOException {
        for (int position = 0; position < DigestHeader.BYTES; position++) {
            DigestSamples.flip(path, position);

            assertThatThrownBy(() -> DigestFile.open(path))
                    .as("bit in byte %s", position)
                    .isInstanceOf(DamagedMemberFile.class);

            DigestSamples.flip(path, position);
        }
        assertThatCode(() -> DigestFile.open(path)).doesNotThrowAnyException();
    }

    @Test
    void truncatedFileIsRefused() throws IOException {
        DigestSamples.truncate(path, 32 + 10 * 32 - 1);
        assertRefused("expected 352 bytes (10 digests), but found 351 bytes");

        DigestSamples.truncate(path, 31);
        assertRefused("expected a header of 32 bytes, but found 31 bytes");

        DigestSamples.truncate(path, 0);
        assertRefused("expected a header of 32 bytes, but found 0 bytes");
    }

    @Test
    void longerFileIsRefused() throws IOException {
        DigestSamples.overwrite(path, 352, (byte) 0);

        assertRefused("expected 352 bytes (10 digests), but found 353 bytes");
    }

    @Test
    void fileThatBecameShorterIsNoticedByASlice() throws IOException {
        DigestFile file = DigestFile.open(path);
        DigestSamples.truncate(path, 32 + 8 * 32);

        assertThatThrownBy(() -> file.slice(1, 5))
                .isInstanceOf(DamagedMemberFile.class)
                .hasMessageContaining("expected 160 bytes in slice 1, but found 96 bytes");
        assertThatThrownBy(file::verify)
                .isInstanceOf(DamagedMemberFile.class)
                .hasMessageContaining("expected 352 bytes, but found 288 bytes");
    }

    @Test
    void flippedBitIsNoticedByVerifying() throws IOException {
        DigestFile file = DigestFile.open(path);
        DigestSamples.overwrite(path, 351, (byte) 0x0b);

        assertThatThrownBy(file::verify)
                .isInstanceOf(DamagedMemberFile.class)
                .hasMessageContaining("expected records with checksum ")
                .hasMessageEndingWith(REMEDY);
    }

    @Test
    void wrongOrderIsNoticedByVerifyingThoughTheChecksumMatches() throws IOException {
        DigestFile file = withRecords(List.of(numbered(1), numbered(3), numbered(2)));

        assertThatThrownBy(file::verify)
                .isInstanceOf(DamagedMemberFile.class)
                .hasMessageContaining(
                        "expected digests in ascending order, but found digest 2 not above the one before");
    }

    @Test
    void repeatedDigestIsNoticedByVerifying() throws IOException {
        DigestFile file = withRecords(List.of(numbered(1), numbered(1)));

        assertThatThrownBy(file::verify).isInstanceOf(DamagedMemberFile.class).hasMessageContaining("found digest 1");
    }

    @Test
    void orderIsThatOfUnsignedBytes() throws IOException {
        DigestFile file = withRecords(List.of("7f" + "0".repeat(62), "80" + "0".repeat(62), "f".repeat(64)));

        assertThatCode(file::verify).doesNotThrowAnyException();
    }

    @Test
    void writerRefusesDigestsThatDoNotAscendAndLeavesNoFile() throws IOException {
        Path target = folder.resolve("unsorted.digests");
        byte[] two = DigestSamples.bytes(List.of(numbered(2), numbered(1)));

        try (DigestFileWriter writer = new DigestFileWriter(target, 32, 64)) {
            writer.append(two, 0);
            assertThatThrownBy(() -> writer.append(two, 32)).isInstanceOf(IllegalStateException.class);
        }

        assertThat(folder).isDirectoryNotContaining(file -> file.toString().contains("unsorted"));
    }

    @Test
    void unreadableFileIsAnErrorOfTheDiskNotDamage() {
        assertThatThrownBy(() -> DigestFile.open(folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("Could not read member file " + folder);
    }

    private void assertRefused(String found) {
        assertThatThrownBy(() -> DigestFile.open(path))
                .isInstanceOf(DamagedMemberFile.class)
                .hasMessage("Could not read member file " + path + ": " + found + ". " + REMEDY);
    }

    /** A file that is right but for what its records say. */
    private DigestFile withRecords(List<String> digests) throws IOException {
        byte[] records = DigestSamples.bytes(digests);
        CRC32C checksum = new CRC32C();
        checksum.update(records);
        Path target = folder.resolve("made-by-hand.digests");
        Files.write(
                target,
                new DigestHeader(32, digests.size(), (int) checksum.getValue())
                        .encode()
                        .array());
        DigestSamples.overwrite(target, DigestHeader.BYTES, records);
        return DigestFile.open(target);
    }
}
