package io.audienceroutes.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.Examples;
import io.audienceroutes.destination.Source;
import io.audienceroutes.destination.SourceHandling;
import io.audienceroutes.destination.SourceHandling.Afterwards;
import io.audienceroutes.destination.SourceHandling.OnFailure;
import io.audienceroutes.destination.SourceHandling.Ready;
import io.audienceroutes.source.PickUpBench.Received;
import io.audienceroutes.source.SourceState.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to files and folders of this machine around a pick-up. */
@Tag("flow")
final class FolderFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path home;

    private PickUpBench bench;
    private Path inbox;

    @BeforeEach
    void startBench() throws Exception {
        bench = new PickUpBench();
        inbox = Files.createDirectory(home.resolve("inbox"));
    }

    @AfterEach
    void stopBench() {
        bench.close();
    }

    @Test
    void folderThatIsMissingIsNeverMade() throws IOException {
        Files.delete(inbox);
        start(Ready.SETTLE);
        awaitDown("source-folder-missing");
        assertThat(inbox).doesNotExist();

        Files.createDirectory(inbox);
        drop("list.csv", "now");

        awaitReceived("now");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bench.conditions()).containsExactly("source-folder-missing", ""));
        assertThat(bench.state("crm").state()).isEqualTo(State.UP);
    }

    @Test
    void faultOfOneSourceStopsNoOther() throws IOException {
        bench.start(
                destination("other", "missing", Ready.SETTLE, Afterwards.ARCHIVE, Optional.empty()), home, Map.of());
        start(Ready.SETTLE);
        drop("list.csv", "all the same");

        awaitReceived("all the same");
        assertThat(bench.state("other").state()).isEqualTo(State.DOWN);
    }

    @Test
    void archiveThatCannotBeWrittenIsNoticedBeforeAFileIsTaken() throws IOException {
        Files.writeString(home.resolve("taken"), "in the way", UTF_8);
        drop("list.csv", "kept");
        bench.start(
                destination("crm", "inbox", Ready.SETTLE, Afterwards.ARCHIVE, Optional.of("taken")), home, Map.of());
        awaitDown("source-archive-failed");
        await().atMost(PATIENCE).until(() -> bench.state("crm").failures() >= 3);
        assertThat(bench.attempts()).isZero();
        assertThat(inbox.resolve("list.csv")).exists();

        Files.delete(home.resolve("taken"));

        awaitReceived("kept");
        await().atMost(PATIENCE).until(() -> !Files.exists(inbox.resolve("list.csv")));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bench.conditions()).containsExactly("source-archive-failed", ""));
    }

    @Test
    void fileThatCannotBeLookedAtAgainIsNotSaidToHaveChanged() throws IOException {
        Path away = home.resolve("away");
        bench.whileReceived(name -> hide(away));
        drop("list.csv", "kept");
        start(Ready.SETTLE);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bench.refusals())
                        .isNotEmpty()
                        .allMatch(why -> why.startsWith("The source did not say")));

        Files.delete(inbox);
        bench.whileReceived(name -> {});
        Files.move(away, inbox);
        awaitReceived("kept");
    }

    /** A file takes the place of the folder: no path in it can be looked at. */
    private void hide(Path away) {
        try {
            if (Files.isDirectory(inbox)) {
                Files.move(inbox, away);
                Files.writeString(inbox, "in the way", UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void fileThatCouldNotBePutAwayIsNotTakenTwice() throws IOException {
        Path archive = Files.createDirectory(home.resolve("taken"));
        bench.whenStored(name -> swap(archive));
        drop("list.csv", "once");
        bench.start(
                destination("crm", "inbox", Ready.SETTLE, Afterwards.ARCHIVE, Optional.of("taken")), home, Map.of());
        awaitDown("source-archive-failed");
        await().atMost(PATIENCE).until(() -> bench.state("crm").failures() >= 3);

        Files.delete(archive);

        await().atMost(PATIENCE).until(() -> !Files.exists(inbox.resolve("list.csv")));
        assertThat(OddNames.in(archive)).hasSize(1);
        assertThat(bench.received()).hasSize(1);
    }

    @Test
    void fileThatIsReplacedWhileItIsReadIsNotStoredAndTakenAsItIsThen() throws IOException {
        List<String> once = new ArrayList<>();
        bench.whileReceived(name -> {
            if (once.isEmpty()) {
                once.add(name);
                drop(name, "another list");
            }
        });
        drop("list.csv", "first list");
        start(Ready.SETTLE);

        awaitReceived("another list");
        await().atMost(PATIENCE).until(() -> !Files.exists(inbox.resolve("list.csv")));
        assertThat(bench.received()).extracting(Received::text).containsExactly("another list");
    }

    @Test
    void fileThatIsReplacedAfterItWasStoredIsNotArchivedUnread() throws IOException {
        List<String> once = new ArrayList<>();
        bench.whenStored(name -> {
            if (once.isEmpty()) {
                once.add(name);
                drop(name, "the newer list");
            }
        });
        drop("list.csv", "the list");
        start(Ready.SETTLE);

        awaitReceived("the newer list");
        await().atMost(PATIENCE).until(() -> !Files.exists(inbox.resolve("list.csv")));
        assertThat(bench.received()).extracting(Received::text).containsExactly("the list", "the newer list");
        assertThat(OddNames.in(inbox.resolve(".done"))).hasSize(1);
    }

    @Test
    void linksPipesAndOddNamesStayAreToldOnceAndHoldUpNothing() throws Exception {
        Path outside = Files.writeString(home.resolve("secret.csv"), "secret", UTF_8);
        Files.createSymbolicLink(inbox.resolve("link.csv"), outside);
        Files.createSymbolicLink(inbox.resolve("nowhere.csv"), home.resolve("nothing"));
        assertThat(new ProcessBuilder("mkfifo", inbox.resolve("pipe.csv").toString())
                        .start()
                        .waitFor())
                .isZero();
        drop("back\\slash.csv", "odd");
        drop("list.csv", "taken all the same");
        start(Ready.SETTLE);

        awaitReceived("taken all the same");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bench.state("crm").leftAlone())
                        .containsOnlyKeys("link.csv", "nowhere.csv", "pipe.csv", "back_slash.csv"));
        assertThat(bench.state("crm").leftAlone().get("pipe.csv")).contains("not a regular file");
        assertThat(bench.state("crm").leftAlone().get("link.csv")).contains("symbolic link", "links: follow");
        assertThat(bench.state("crm").state()).isEqualTo(State.UP);
        assertThat(bench.conditions()).containsOnly("source-file-left-alone").hasSize(4);
        assertThat(bench.received()).hasSize(1);
    }

    @Test
    void linkThatIsFollowedIsTakenOnceAndNeverOutOfTheFolder() throws IOException {
        Path below = Files.createDirectories(inbox.resolve("store"));
        Path target = Files.writeString(below.resolve("kept"), "behind the link", UTF_8);
        Files.createSymbolicLink(inbox.resolve("inside.csv"), Path.of("store/kept"));
        Files.createSymbolicLink(
                inbox.resolve("outside.csv"), Files.writeString(home.resolve("secret"), "secret", UTF_8));
        bench.start(linked(Source.Links.FOLLOW), home, Map.of());

        awaitReceived("behind the link");
        await().atMost(PATIENCE).until(() -> !Files.exists(inbox.resolve("inside.csv"), LinkOption.NOFOLLOW_LINKS));
        await().atMost(PATIENCE).until(() -> bench.state("crm").leftAlone().containsKey("outside.csv"));
        assertThat(bench.state("crm").leftAlone().get("outside.csv")).contains("points outside the folder");
        assertThat(target).hasContent("behind the link");
        assertThat(bench.received()).hasSize(1);
    }

    @Test
    void linkOutOfTheFolderIsReadWhereASettingAllowsIt() throws IOException {
        Path target = Files.writeString(home.resolve("elsewhere"), "from elsewhere", UTF_8);
        Files.createSymbolicLink(inbox.resolve("list.csv"), target);
        bench.start(linked(Source.Links.FOLLOW_ANYWHERE), home, Map.of());

        awaitReceived("from elsewhere");
        await().atMost(PATIENCE).until(() -> !Files.exists(inbox.resolve("list.csv"), LinkOption.NOFOLLOW_LINKS));
        assertThat(target).exists();
        assertThat(bench.received()).hasSize(1);
    }

    @Test
    void namesThatMatchNoIncludeAreShownAndToldOnce() throws IOException {
        drop("list.csv.pgp", "closed");
        drop("other.json", "[]");
        drop("late.csv.part", "half");
        start(Ready.SETTLE);

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(bench.state("crm").leftAlone()).containsOnlyKeys("list.csv.pgp", "other.json"));
        await().atMost(PATIENCE).until(() -> bench.news().size() == 1);
        assertThat(bench.news().get(0).message()).contains("include does not match", inbox.toString());

        Files.delete(inbox.resolve("list.csv.pgp"));
        Files.delete(inbox.resolve("other.json"));
        await().atMost(PATIENCE).until(() -> bench.state("crm").leftAlone().isEmpty());
        assertThat(bench.news()).hasSize(1);
    }

    private Destination linked(Source.Links links) {
        return Examples.destination(
                "crm",
                Optional.of(new Source.Folder(
                        "inbox",
                        "(?s).*\\.csv",
                        links,
                        new SourceHandling(Ready.SETTLE, 1, 1, Afterwards.ARCHIVE, Optional.empty(), OnFailure.STAY))));
    }

    @Test
    void namesOfAllKindsAreTaken() throws IOException {
        for (String name : OddNames.ALL) {
            drop(name + ".csv", "odd");
        }
        String longest = "ü".repeat(125) + ".csv";
        drop(longest, "odd");
        start(Ready.SETTLE);

        await().atMost(PATIENCE).until(() -> bench.received().size() == OddNames.ALL.size() + 1);
        assertThat(bench.received()).extracting(Received::fileName).contains(longest);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(OddNames.in(inbox)).isEmpty());
        assertThat(OddNames.in(inbox.resolve(".done"))).hasSize(OddNames.ALL.size() + 1);
        assertThat(bench.conditions()).isEmpty();
    }

    @Test
    void takenFileIsDeletedWhereNobodyWantsAnArchive() throws IOException {
        bench.start(destination("crm", "inbox", Ready.SETTLE, Afterwards.DELETE, Optional.empty()), home, Map.of());
        drop("list.csv", "gone");

        awaitReceived("gone");
        await().atMost(PATIENCE).until(() -> !Files.exists(inbox.resolve("list.csv")));
        assertThat(inbox.resolve(".done")).doesNotExist();
    }

    @Test
    void doneFileTellsAWholeFileAndGoesWithIt() throws IOException {
        start(Ready.DONE_FILE);
        drop("early.csv", "half");
        drop("whole.csv", "whole");
        drop("whole.csv.done", "");

        awaitReceived("whole");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(OddNames.in(inbox)).containsExactly("early.csv"));
        assertThat(bench.received()).hasSize(1);
    }

    @Test
    void successFileTellsWholeFilesThatAreNotNewer() throws IOException {
        drop("whole.csv", "whole");
        drop("_SUCCESS", "");
        drop("newer.csv", "half");
        FileTime later = FileTime.fromMillis(
                Files.getLastModifiedTime(inbox.resolve("_SUCCESS")).toMillis() + 5_000);
        Files.setLastModifiedTime(inbox.resolve("newer.csv"), later);
        start(Ready.SUCCESS_FILE);

        awaitReceived("whole");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(OddNames.in(inbox)).containsExactly("_SUCCESS", "newer.csv"));

        Files.setLastModifiedTime(inbox.resolve("_SUCCESS"), later);
        awaitReceived("half");
    }

    @Test
    void finalNameTellsAWholeFileAtOnce() throws IOException {
        start(Ready.RENAME);
        drop("list.csv.part", "whole");

        Files.move(inbox.resolve("list.csv.part"), inbox.resolve("list.csv"));

        awaitReceived("whole");
    }

    @Test
    void tenThousandFilesAreTakenInOneTurnTheOldestFirst() throws IOException {
        int count = 10_000;
        long now = System.nanoTime() / 1_000_000_000L;
        for (int number = 0; number < count; number++) {
            Path file = inbox.resolve(String.format("%05d.csv", number));
            Files.writeString(file, "x", UTF_8);
            // The names fall the other way
            Files.setLastModifiedTime(file, FileTime.fromMillis((now + count - number) * 1_000));
        }
        start(Ready.RENAME);

        await().atMost(Duration.ofMinutes(3)).until(() -> bench.received().size() == count);
        List<String> expected = IntStream.range(0, count)
                .mapToObj(number -> String.format("%05d.csv", count - 1 - number))
                .toList();
        assertThat(bench.received()).extracting(Received::fileName).containsExactlyElementsOf(expected);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(OddNames.in(inbox)).isEmpty());
    }

    @Test
    void twoProcessesNeverTakeTheSameFile() throws Exception {
        Path state = home.resolve("shared.db");
        try (PickUpBench one = new PickUpBench(state);
                PickUpBench other = new PickUpBench(state)) {
            for (int number = 0; number < 100; number++) {
                drop("early-" + number + ".csv", "x");
            }
            for (PickUpBench process : List.of(one, other)) {
                process.start(
                        destination("crm", "inbox", Ready.SETTLE, Afterwards.ARCHIVE, Optional.empty()),
                        home,
                        Map.of());
            }
            for (int number = 0; number < 100; number++) {
                drop("late-" + number + ".csv", "x");
            }

            await().atMost(PATIENCE)
                    .until(() -> one.received().size() + other.received().size() >= 200);
            await().atMost(PATIENCE).until(() -> OddNames.in(inbox).isEmpty());
            List<String> names = new ArrayList<>();
            List.of(one, other).forEach(process -> process.received().forEach(file -> names.add(file.fileName())));
            assertThat(names).hasSize(200).doesNotHaveDuplicates();
        }
    }

    private void drop(String name, String text) {
        try {
            Files.writeString(inbox.resolve(name), text, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the archive was, a file lies in the way. */
    private static void swap(Path archive) {
        try {
            if (Files.isDirectory(archive)) {
                Files.delete(archive);
                Files.writeString(archive, "in the way", UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReceived(String text) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(bench.received()).extracting(Received::text).contains(text));
    }

    private void awaitDown(String condition) {
        await().atMost(PATIENCE)
                .until(() ->
                        bench.state("crm").condition().filter(condition::equals).isPresent());
    }

    private void start(Ready ready) {
        bench.start(destination("crm", "inbox", ready, Afterwards.ARCHIVE, Optional.empty()), home, Map.of());
    }

    private static Destination destination(
            String name, String directory, Ready ready, Afterwards afterwards, Optional<String> archive) {
        Source.Folder folder = new Source.Folder(
                directory, "(?s).*\\.csv", new SourceHandling(ready, 1, 1, afterwards, archive, OnFailure.STAY));
        return Examples.destination(name, Optional.of(folder));
    }
}
