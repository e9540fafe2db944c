package io.audienceroutes.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.destination.Examples;
import io.audienceroutes.destination.Source;
import io.audienceroutes.destination.SourceHandling;
import io.audienceroutes.destination.SourceHandling.Afterwards;
import io.audienceroutes.destination.SourceHandling.OnFailure;
import io.audienceroutes.destination.SourceHandling.Ready;
import io.audienceroutes.source.PickUpBench.Outcome;
import io.audienceroutes.source.PickUpBench.Received;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("flow")
final class PickUpFromFolderTest {
    @TempDir
    Path home;

    private PickUpBench bench;
    private Path inbox;

    @BeforeEach
    void startBench() throws Exception {
        bench = new PickUpBench();
        inbox = home.resolve("data/in box+ü");
        start("crm", "data/in box+ü", Optional.empty());
    }

    @AfterEach
    void stopBench() {
        bench.close();
    }

    @Test
    void settledFileIsHandedOnAndArchived() throws IOException {
        drop("spring ü.csv", "email\nann@example.com\n");

        await().untilAsserted(() -> assertThat(bench.received())
                .containsExactly(new Received("crm", "spring ü.csv", 22, "email\nann@example.com\n")));
        await().untilAsserted(() -> assertThat(names(inbox)).containsExactly(".done"));
        assertThat(names(inbox.resolve(".done"))).singleElement().asString().endsWith("-spring ü.csv");
    }

    @Test
    void sameNameAgainIsTakenAgainAndOverwritesNothing() throws IOException {
        drop("list.csv", "first");
        await().untilAsserted(() -> assertThat(names(inbox.resolve(".done"))).hasSize(1));

        drop("list.csv", "second");

        await().untilAsserted(() -> assertThat(names(inbox.resolve(".done"))).hasSize(2));
        assertThat(bench.received()).extracting(Received::text).containsExactly("first", "second");
    }

    @Test
    void fileThatIsStillWrittenIsLeftAlone() throws IOException {
        drop("slow.csv", "begin");
        Path slow = inbox.resolve("slow.csv");
        AtomicInteger written = new AtomicInteger();
        await().pollInterval(Duration.ofMillis(50)).until(() -> {
            Files.writeString(slow, ".", UTF_8, APPEND);
            return written.incrementAndGet() == 50;
        });
        assertThat(bench.received()).isEmpty();

        Files.writeString(slow, "end", UTF_8, APPEND);

        await().untilAsserted(() -> assertThat(bench.received())
                .singleElement()
                .satisfies(file -> assertThat(file.text()).startsWith("begin").endsWith("end")));
    }

    @Test
    void fileStaysUntilItsWorkflowIsStored() throws IOException {
        for (Outcome failure : List.of(Outcome.NOT_STORED, Outcome.RAISES)) {
            bench.outcome(failure);
            drop(failure + ".csv", "once");
            await().until(() -> bench.attempts() >= 2);
            assertThat(inbox.resolve(failure + ".csv")).hasContent("once");
            assertThat(bench.received()).isEmpty();

            bench.outcome(Outcome.STORED);

            await().untilAsserted(() -> assertThat(bench.received()).hasSize(1));
            await().until(() -> !Files.exists(inbox.resolve(failure + ".csv")));
            bench.received().clear();
        }
    }

    @Test
    void hiddenAndHalfWrittenNamesAreLeftAlone() throws IOException {
        for (String name : List.of(".list.csv", "list.csv.part", "list.csv.filepart", "list.csv.TMP", "list.txt")) {
            drop(name, "not yet");
        }
        drop("whole.csv", "now");

        await().untilAsserted(() ->
                assertThat(bench.received()).extracting(Received::fileName).containsExactly("whole.csv"));
        await().untilAsserted(() -> assertThat(names(inbox)).hasSize(6).doesNotContain("whole.csv"));
    }

    @Test
    void emptyFileIsHandedOnToBeRefusedInSight() throws IOException {
        drop("empty.csv", "");

        await().untilAsserted(
                        () -> assertThat(bench.received()).containsExactly(new Received("crm", "empty.csv", 0, "")));
    }

    @Test
    void fileThatKeepsFailingHoldsBackNoOther() throws IOException {
        bench.refuse("a.csv");
        drop("a.csv", "a");
        drop("b.csv", "b");

        await().untilAsserted(() ->
                assertThat(bench.received()).extracting(Received::text).containsExactly("b"));
        await().untilAsserted(() -> assertThat(names(inbox)).containsExactlyInAnyOrder("a.csv", ".done"));
    }

    @Test
    void everyDestinationHasItsOwnFolderAndArchive() throws IOException {
        start("loyalty", "data/loyalty", Optional.of("data/archive/loyalty"));
        Files.writeString(home.resolve("data/loyalty/list.csv"), "loyal", UTF_8);
        drop("list.csv", "crm");

        await().untilAsserted(() -> assertThat(bench.received())
                .extracting(Received::destination, Received::text)
                .containsExactlyInAnyOrder(tuple("crm", "crm"), tuple("loyalty", "loyal")));
        await().untilAsserted(() ->
                assertThat(names(home.resolve("data/archive/loyalty"))).hasSize(1));
    }

    private void start(String name, String directory, Optional<String> archive) throws IOException {
        Files.createDirectories(home.resolve(directory));
        Source.Folder folder = new Source.Folder(
                directory,
                "(.*\\.csv|.*\\.csv\\..*)",
                new SourceHandling(Ready.SETTLE, 1, 1, Afterwards.ARCHIVE, archive, OnFailure.STAY));
        bench.start(Examples.destination(name, Optional.of(folder)), home, Map.of());
    }

    private void drop(String name, String text) throws IOException {
        Files.writeString(inbox.resolve(name), text, UTF_8);
    }

    private static List<String> names(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.endsWith(".camelLock"))
                    .toList();
        }
    }
}
