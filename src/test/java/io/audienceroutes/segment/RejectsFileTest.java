package io.audienceroutes.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rejects file appears whole, in file order, or not at all. */
class RejectsFileTest {
    @TempDir
    private Path folder;

    private Path target;

    @BeforeEach
    void name() {
        target = folder.resolve("rejects.csv");
    }

    @Test
    void rejectsStandInFileOrderWhateverTheOrderOfTheChunks() throws IOException {
        try (RejectsFile file = new RejectsFile(target)) {
            file.begin("list.zip/a.csv");
            file.add(chunk(2, reject(30, "email", RejectReason.EMAIL_MALFORMED, "c***")));
            file.add(chunk(1));
            file.add(chunk(
                    0,
                    reject(2, "email", RejectReason.EMAIL_INNER_SPACE, "a***@e***"),
                    reject(3, "email,phone", RejectReason.NO_IDENTIFIER, "")));
            file.begin("list.zip/b\n.csv");
            file.add(chunk(0, reject(2, "email", RejectReason.EMAIL_MALFORMED, "d***")));
            file.publish();
        }

        assertThat(target).hasContent("""
                        file,line,column,reason,remedy,value
                        list.zip/a.csv,2,email,email-inner-space,"Remove the white space inside the address, and put only one address in a cell.",a***@e***
                        list.zip/a.csv,3,"email,phone",no-identifier,"Fill in at least one of the identifier columns, or remove the row.",
                        list.zip/a.csv,30,email,email-malformed,"Use the form name@domain, with one @ and without leading, trailing or double dots.",c***
                        list.zip/b\\u000a.csv,2,email,email-malformed,"Use the form name@domain, with one @ and without leading, trailing or double dots.",d***
                        """);
        assertThat(Files.readString(target).lines()).hasSize(5);
        assertThat(Files.readString(target)).endsWith("d***\r\n");
        assertThat(folder).isDirectoryNotContaining("glob:**.partial");
    }

    @Test
    void nothingIsThereBeforeItIsPublished() throws IOException {
        try (RejectsFile file = new RejectsFile(target)) {
            file.add(chunk(0, reject(2, "email", RejectReason.EMAIL_MALFORMED, "c***")));

            assertThat(target).doesNotExist();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anUnpublishedFileLeavesTheEarlierOne() throws IOException {
        Files.writeString(target, "earlier");

        try (RejectsFile file = new RejectsFile(target)) {
            file.add(chunk(0));
        }

        assertThat(target).hasContent("earlier");
    }

    @Test
    void aMissingChunkIsAFault() throws IOException {
        try (RejectsFile file = new RejectsFile(target)) {
            file.add(chunk(1));

            assertThatThrownBy(() -> file.begin("next.csv")).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(file::publish)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("The rejects file lacks chunk 0: 1 later chunks arrived without it.");
        }
        assertThat(target).doesNotExist();
    }

    @Test
    void aChunkThatComesTwiceIsAFault() throws IOException {
        try (RejectsFile file = new RejectsFile(target)) {
            file.add(chunk(0));
            file.add(chunk(2));

            assertThatThrownBy(() -> file.add(chunk(0))).hasMessageContaining("Chunk 0 was added");
            assertThatThrownBy(() -> file.add(chunk(2))).hasMessageContaining("Chunk 2 was added");
        }
    }

    @Test
    void columnNamesCannotBecomeFormulasOrBreakTheFile() throws IOException {
        try (RejectsFile file = new RejectsFile(target)) {
            file.add(chunk(0, reject(2, "=1+\"1\"\r\nx", RejectReason.EMAIL_MALFORMED, "c***")));
            file.publish();
        }

        try (CSVParser parser = CSVParser.parse(Files.newBufferedReader(target), CSVFormat.RFC4180)) {
            assertThat(parser.getRecords().get(1).get(2)).isEqualTo("'=1+\"1\"\r\nx");
        }
    }

    @Test
    void chunksMayComeFromSeveralThreads() throws IOException {
        try (RejectsFile file = new RejectsFile(target)) {
            IntStream.range(0, 500).parallel().forEach(i -> {
                try {
                    file.add(chunk(i, reject(i + 2L, "email", RejectReason.EMAIL_MALFORMED, "c***")));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            file.publish();
        }

        assertThat(Files.readAllLines(target).stream().skip(1).map(line -> line.split(",", 3)[1]))
                .isEqualTo(IntStream.range(2, 502).mapToObj(Integer::toString).toList());
    }

    private static PreparedChunk chunk(long sequence, RejectedCell... rejects) {
        return new PreparedChunk(sequence, RowTally.zero(), Map.of(), List.of(rejects));
    }

    private static RejectedCell reject(long line, String column, RejectReason reason, String masked) {
        return new RejectedCell(line, column, reason, masked);
    }
}
