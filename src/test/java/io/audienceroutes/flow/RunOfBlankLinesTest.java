package io.audienceroutes.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.WorkflowState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A list with one row and blank lines for many minutes: no further row comes, and people may stop it all the same. */
final class RunOfBlankLinesTest extends FlowTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int MEMBER_BYTES = 1 << 26;
    private static final int MEMBERS = 6_000;

    @BeforeEach
    void allowWhatUnpacksToMuch() {
        bundle.close();
        bundle.with("segment-file.max-unpacked-mib", "1000000")
                .with("segment-file.max-unpack-ratio", "100000000")
                .start();
    }

    @Test
    void stopIsHonouredInTheMiddleOfIt() throws IOException {
        bundle.destination("crm");
        String id = bundle.deliver("crm", "list.csv.gz.gz", blankLinesFor400Gigabytes("email\nann@example.com\n"));
        awaitPreparing(id);

        assertThat(bundle.ask(id, Commands.Name.STOP).succeeded()).isTrue();

        await().atMost(SOON).until(() -> bundle.workflow(id).state() == WorkflowState.STOPPED);
    }

    @Test
    void endOfTheProcessIsHonouredInTheMiddleOfItAndTheNextOneTakesItUp() throws IOException {
        bundle.destination("crm");
        String id = bundle.deliver("crm", "list.jsonl", blankLinesFor400Gigabytes("{\"email\":\"ann@example.com\"}\n"));
        awaitPreparing(id);

        long begin = System.nanoTime();
        bundle.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);

        bundle.start();
        assertThat(bundle.workflow(id).state()).isEqualTo(WorkflowState.RUNNING);
        awaitPreparing(id);
        assertThat(bundle.ask(id, Commands.Name.STOP).succeeded()).isTrue();
        await().atMost(SOON).until(() -> bundle.workflow(id).state() == WorkflowState.STOPPED);
    }

    @Test
    void optOutListIsLeftInTheMiddleOfItToo() throws IOException {
        Path optOuts = bundle.data().resolveSibling("opt-out");
        Files.write(optOuts, blankLinesFor400Gigabytes("email\nben@example.com\n"));
        bundle.destination("crm", "optOut: {file: " + optOuts + "}");
        String id = bundle.deliver("crm", "list.csv", "email\nann@example.com\n");
        awaitPreparing(id);

        assertThat(bundle.ask(id, Commands.Name.STOP).succeeded()).isTrue();

        await().atMost(SOON).until(() -> bundle.workflow(id).state() == WorkflowState.STOPPED);
    }

    /** So long that its rows are behind it. */
    private void awaitPreparing(String id) {
        await().atMost(SOON)
                .during(Duration.ofSeconds(3))
                .until(() -> bundle.tasks(id).stream().anyMatch(task -> task.stage() == Stage.PREPARE)
                        && bundle.workflow(id).state() == WorkflowState.RUNNING);
    }

    /** A gzip file of many members, each of them the same, in another one: a few megabytes. */
    private static byte[] blankLinesFor400Gigabytes(String head) throws IOException {
        byte[] lines = new byte[MEMBER_BYTES];
        Arrays.fill(lines, (byte) '\n');
        byte[] member = gzip(lines);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream twice = new GZIPOutputStream(packed)) {
            twice.write(gzip(head.getBytes(UTF_8)));
            for (int i = 0; i < MEMBERS; i++) {
                twice.write(member);
            }
        }
        return packed.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }
}
