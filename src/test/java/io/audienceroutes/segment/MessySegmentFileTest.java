package io.audienceroutes.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.format.RowChunks;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The figures that an independent program (Python's csv and hashlib) counted for the same bytes. */
class MessySegmentFileTest {
    private static final byte[] FILE = MessySegmentFile.ofRows(5_000);

    @Test
    void theFileIsTheOneThatWasCounted() throws Exception {
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(FILE)))
                .isEqualTo("8e623dda98ac604ad066779911af07ccb6db75bb66f6c5b4c3d593ad8fbd4c6f");
    }

    @Test
    void everyRowHasTheOutcomeThatWasCounted() {
        RowTally tally = RowTally.zero();
        for (PreparedChunk chunk : prepared(700)) {
            tally = tally.plus(chunk.tally());
        }

        assertThat(tally.rowsRead()).isEqualTo(5_000);
        assertThat(tally.rowsAccepted()).isEqualTo(4_900);
        assertThat(tally.rowsRejected()).isEqualTo(100);
        assertThat(tally.identifiers()).isEqualTo(4_950);
        assertThat(tally.rejectedIdentifiers()).isEqualTo(50);
        assertThat(tally.rejectReasons())
                .containsEntry(RejectReason.NO_IDENTIFIER, 50L)
                .containsEntry(RejectReason.EMAIL_MALFORMED, 25L)
                .containsEntry(RejectReason.EMAIL_DOMAIN_INVALID, 20L)
                .containsEntry(RejectReason.EMAIL_INNER_SPACE, 5L)
                .hasSize(4);
    }

    @Test
    void digestsSumUpToWhatWasCounted() {
        BigInteger sumOfRows = BigInteger.ZERO;
        BigInteger sumOfDistinct = BigInteger.ZERO;
        Set<String> seen = new HashSet<>();
        for (PreparedChunk chunk : prepared(1_000)) {
            for (String digest : SegmentFiles.digests(chunk, DigestType.EMAIL_SHA256)) {
                BigInteger value = new BigInteger(digest, 16);
                sumOfRows = sumOfRows.add(value);
                sumOfDistinct = seen.add(digest) ? sumOfDistinct.add(value) : sumOfDistinct;
            }
        }

        assertThat(seen).hasSize(4_700);
        assertThat(hex(sumOfRows)).isEqualTo("07637b75bf2b9463db29e7484ce2eb59879069b39134bbe1e3aa10a9fd89150a");
        assertThat(hex(sumOfDistinct)).isEqualTo("574df2cccbb2abe823710dabb00544c6356f466ecb72f8f98bf066da7198a1e1");
    }

    @Test
    void linesAllowForLineEndsInsideQuotes() {
        List<RejectedCell> rejects = new ArrayList<>();
        prepared(10_000).forEach(chunk -> rejects.addAll(chunk.rejects()));

        // The header is line 1; the row numbered 300 of every thousand spans two lines
        assertThat(rejects.get(0).line()).isEqualTo(2);
        assertThat(rejects.get(20).line()).isEqualTo(1_000 + 2 + 1);
        assertThat(rejects.get(80).line()).isEqualTo(4_000 + 2 + 4);
    }

    private static List<PreparedChunk> prepared(int chunkSize) {
        RowChunks chunks = SegmentFiles.chunks(new ByteArrayInputStream(FILE), chunkSize);
        PreparationRules rules = new PreparationRules(
                Set.of(IdentifierType.EMAIL), IdentifierColumns.usual(), EmailRule.PLAIN, Optional.empty());
        RowPreparation preparation = new RowPreparation(rules, chunks.header());
        List<PreparedChunk> prepared = new ArrayList<>();
        chunks.forEachRemaining(chunk -> prepared.add(preparation.prepare(chunk)));
        return prepared;
    }

    private static String hex(BigInteger sum) {
        String hex = sum.mod(BigInteger.ONE.shiftLeft(256)).toString(16);
        return "0".repeat(64 - hex.length()) + hex;
    }
}
