package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.app.SteppedBundle;
import io.audienceroutes.member.DigestFile;
import io.audienceroutes.member.Slices;
import io.audienceroutes.member.Snapshots;
import io.audienceroutes.testing.ShiftedClock;
import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Commands.Name;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Books, working files or member files that contradict each other never end in a success. */
final class ProvedDeliveryTest extends FlowTest {
    private static final String CHANGES = "changes-email_sha256";

    private SteppedBundle stepped;
    private Path optOuts;

    @BeforeEach
    void stepByStep() throws IOException {
        optOuts = Files.writeString(bundle.data().resolveSibling("opt-out.csv"), "email\nnobody@example.com\n");
        bundle.close();
        destination("mirror");
        stepped = SteppedBundle.start(bundle, new ShiftedClock());
    }

    @AfterEach
    void startForTheAudit() {
        stepped.close();
        bundle.start();
    }

    @Test
    void soundDeliveryIsProved() {
        deliver(0, 10);
        String second = deliver(5, 20);

        assertThat(stepped.workflow(second).failure()).isEmpty();
        assertThat(stepped.memberFileProblems(READERS)).isEmpty();
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(5, 20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mirror", "add"})
    void generationBeforeThatLacksSomebodyIsRefused(String mode) {
        destination(mode);
        deliver(0, 10);
        String id = runUntil(Stage.CONFIRM, 0, 20);
        DigestFile before = DigestFile.open(memberFile());
        replace(before.path(), without(before, 7));

        stepped.step();

        assertRefused(id, "there were 9 members under EMAIL_SHA256 before, but their file was written with 10");
    }

    /** As many as before, and not the same: the list does not follow from them by the batches of the ledger. */
    @Test
    void generationBeforeOfOthersIsRefused() {
        deliver(0, 10);
        String id = runUntil(Stage.CONFIRM, 0, 20);
        DigestFile before = DigestFile.open(memberFile());
        DigestFile adds = DigestFile.open(working(id).resolve(CHANGES).resolve("adds.digests"));
        replace(before.path(), exchanged(before, 7, adds));

        stepped.step();

        assertRefused(id, "plus the accepted additions minus the removals (0 missing, 1 too many)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"adds.digests", "next.digests"})
    void workingFileOfOthersIsRefused(String name) {
        deliver(0, 10);
        String id = runUntil(Stage.CONFIRM, 5, 20);
        Path file = working(id).resolve(CHANGES).resolve(name);
        replace(file, without(DigestFile.open(file), 3));

        stepped.step();

        assertRefused(id, name.equals("adds.digests") ? "the comparison found 10 additions" : "1 missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE delivered_batch SET state = 'SENT' WHERE change = 'ADD' AND batch_index = 1",
                "DELETE FROM delivered_batch WHERE change = 'REMOVE' AND batch_index = 0"
            })
    void batchThatIsNotInTheBooksIsRefused(String change) throws SQLException {
        deliver(0, 10);
        String id = runUntil(Stage.CONFIRM, 5, 20);
        database(change + " AND workflow_id = '" + id + "'");

        stepped.step();

        assertRefused(id, "2 ", " have no outcome in the ledger");
    }

    @Test
    void additionOfSomebodyWhoOptedOutIsNeitherSentNorCalledDelivered() throws IOException {
        String id = runUntil(Stage.DELIVER, 0, 10);
        Path adds = working(id).resolve(CHANGES).resolve("adds.digests");
        Path optedOut =
                working(id).resolve("opt-out").resolve("EMAIL_SHA256-sorted").resolve("next.digests");
        byte[] sound = Files.readAllBytes(optedOut);
        replace(optedOut, adds);

        stepped.step();

        assertRefused(id, "10 members that it adds under EMAIL_SHA256 have opted out");
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).isEmpty();
        Files.write(optedOut, sound);
        assertThat(stepped.order(id, Name.RETRY).succeeded()).isTrue();
        runUntil(id, Stage.CONFIRM);
        replace(optedOut, adds);
        stepped.step();
        assertThat(stepped.workflow(id).state()).isEqualTo(WorkflowState.FAILED);
    }

    /** What could not be proved is in no snapshot; the audience is made its list again without believing the ledger. */
    @Test
    void whatWasNotProvedIsNotBelievedLater() {
        deliver(0, 10);
        String id = runUntil(Stage.CONFIRM, 5, 20);
        Path next = working(id).resolve(CHANGES).resolve("next.digests");
        replace(next, without(DigestFile.open(next), 3));
        stepped.step();

        assertThat(stepped.memberFileProblems(READERS))
                .anySatisfy(problem ->
                        assertThat(problem).contains("lacks the members that workflow " + id + " delivered"));
        String later = stepped.give("crm", "customers.csv", Lists.file(5, 25));
        drive();
        assertThat(stepped.workflow(later).failure().orElseThrow().condition()).isEqualTo("member-snapshot-lost");
    }

    @Test
    void receiptThatIsNotThatOfTheBooksIsFound() throws SQLException {
        String id = deliver(0, 10);
        database("UPDATE workflow SET receipt = REPLACE(receipt, '\"added\":10', '\"added\":11') WHERE id = '" + id
                + "'");

        assertThat(stepped.memberFileProblems(READERS))
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("the receipt of workflow " + id, "added=11"));
    }

    @Test
    void booksOfOtherBatchesAreFound() throws SQLException {
        String id = deliver(0, 10);
        database("UPDATE delivered_batch SET lost = 1 WHERE batch_index = 1 AND workflow_id = '" + id + "'");

        assertThat(stepped.memberFileProblems(READERS))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem).contains("the ledger of workflow " + id + " lists other batches"));
    }

    /** Both the file and its number in the database are of other members. */
    @Test
    void snapshotThatIsNotTheListIsFound() throws SQLException {
        deliver(0, 10);
        DigestFile members = DigestFile.open(memberFile());
        replace(members.path(), without(members, 0));
        database("UPDATE audience_snapshot SET members = members - 1");
        database("UPDATE audience_feed SET members = members - 1");

        assertThat(stepped.memberFileProblems(READERS))
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("it has 9 members", "has 10"));
    }

    /** As many members as the list has, and sound in itself: the list before, as after a file was restored. */
    @Test
    void snapshotOfAnotherListOfTheSameLengthIsFound() {
        deliver(0, 10);
        Path before = copy(memberFile());
        String id = deliver(1, 11);
        assertThat(stepped.memberFileProblems(READERS)).isEmpty();
        replace(memberFile(), before);

        assertThat(stepped.memberFileProblems(READERS))
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("other members than the list of workflow " + id));
    }

    /** The working files of a delivery that failed half-way are there, and tell which members they were. */
    @Test
    void snapshotThatLacksAnAcceptedMemberIsFound() throws SQLException {
        tiktok.fault("{'path':'segment/mapping/','code':40001,'message':'No permission','skip':2}");
        stepped.give("crm", "customers.csv", Lists.file(0, 10));
        drive();
        DigestFile members = DigestFile.open(memberFile());
        replace(members.path(), without(members, 0));
        database("UPDATE audience_snapshot SET members = members - 1");
        database("UPDATE audience_feed SET members = members - 1");

        assertThat(stepped.memberFileProblems(READERS))
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("1 members that workflow", "are missing"));
    }

    private void destination(String mode) {
        bundle.destination(
                "crm",
                "syncMode: " + mode,
                "batchSize: 2",
                "shrinkGuard: {percent: 100}",
                "optOut: {file: " + optOuts + "}");
    }

    private String deliver(int from, int to) {
        String id = stepped.give("crm", "customers.csv", Lists.file(from, to));
        drive();
        assertThat(stepped.workflow(id).state().ended()).isTrue();
        return id;
    }

    private void drive() {
        while (stepped.step().isPresent()) {
            // Until nothing is ready
        }
    }

    private String runUntil(Stage stage, int from, int to) {
        String id = stepped.give("crm", "customers.csv", Lists.file(from, to));
        runUntil(id, stage);
        return id;
    }

    private void runUntil(String id, Stage stage) {
        while (stepped.workflow(id).stage() != stage) {
            assertThat(stepped.step()).isEqualTo(Optional.of(id));
        }
    }

    private void assertRefused(String id, String... inMessage) {
        Workflow workflow = stepped.workflow(id);
        assertThat(workflow.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(workflow.failure().orElseThrow().action()).isEqualTo("internal-error");
        assertThat(workflow.failure().orElseThrow().message())
                .contains(inMessage)
                .contains("audience-routes audiences reconcile '" + READERS + "'");
        assertThat(bundle.alerts(id))
                .singleElement()
                .satisfies(alert -> assertThat(alert.message())
                        .isEqualTo(workflow.failure().orElseThrow().message()));
    }

    private Path working(String id) {
        return bundle.data().resolve("workflows").resolve(id);
    }

    private Path memberFile() {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT file FROM audience_snapshot")) {
            rows.next();
            return bundle.data().resolve("members").resolve(rows.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void database(String change) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(change)).isPositive();
        }
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + bundle.stateFile());
    }

    /** The same file without one of its digests. */
    private Path without(DigestFile file, int index) {
        Slices one = new Slices(Optional.of(file), 1, slice -> slice == index);
        return Snapshots.fold(
                        Optional.of(file),
                        Slices.none(),
                        one,
                        bundle.data().resolveSibling("other-" + index + ".digests"))
                .path();
    }

    /** The same file with the first digest of another one in the place of one of its own. */
    private Path exchanged(DigestFile file, int index, DigestFile other) {
        Slices added = new Slices(Optional.of(other), 1, slice -> slice == 0);
        Slices gone = new Slices(Optional.of(file), 1, slice -> slice == index);
        return Snapshots.fold(Optional.of(file), added, gone, bundle.data().resolveSibling("exchanged.digests"))
                .path();
    }

    private Path copy(Path file) {
        try {
            return Files.copy(file, bundle.data().resolveSibling("before.digests"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void replace(Path file, Path by) {
        try {
            Path copy = Files.copy(by, file.resolveSibling("copy"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
