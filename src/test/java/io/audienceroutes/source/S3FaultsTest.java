package io.audienceroutes.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.destination.Examples;
import io.audienceroutes.destination.Source;
import io.audienceroutes.destination.SourceHandling;
import io.audienceroutes.destination.SourceHandling.Afterwards;
import io.audienceroutes.destination.SourceHandling.OnFailure;
import io.audienceroutes.destination.SourceHandling.Ready;
import io.audienceroutes.source.PickUpBench.Received;
import io.audienceroutes.source.SourceState.State;
import io.audienceroutes.testing.FaultProxy;
import io.audienceroutes.testing.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a store and the way to it do to a pick-up, and what people hear of it. */
@Tag("flow")
final class S3FaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String BUCKET = "segments";

    private PickUpBench bench;
    private S3Server server;
    private FaultProxy way;

    @BeforeEach
    void startServer() throws Exception {
        server = S3Server.start();
        server.createBucket(BUCKET);
        way = FaultProxy.before(server.endpoint().getPort());
        bench = new PickUpBench();
    }

    @AfterEach
    void stopServer() throws IOException {
        bench.close();
        way.close();
        server.close();
    }

    @Test
    void storeThatIsAwayHoldsUpNoStartAndIsToldOnce() {
        way.vanish();
        start(BUCKET, Ready.WHOLE, Afterwards.ARCHIVE);
        awaitDown("source-unreachable");
        await().atMost(PATIENCE).until(() -> bench.state("crm").failures() >= 2);

        way.heal();
        server.put(BUCKET, "inbound/list.csv", "back");

        awaitReceived("back");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bench.conditions()).containsExactly("source-unreachable", ""));
    }

    @Test
    void wrongKeyIsToldAndTheRightOneCountsWithoutARestart() {
        server.put(BUCKET, "inbound/list.csv", "at last");
        start(BUCKET, Ready.WHOLE, Afterwards.ARCHIVE);
        bench.secret("partner-s3-key", "canary-wrong");
        server.put(BUCKET, "inbound/again.csv", "again");
        awaitDown("source-login-refused");

        bench.secret("partner-s3-key", server.secretKey());

        awaitReceived("again");
        assertThat(bench.news()).noneMatch(news -> news.message().contains("canary"));
    }

    @Test
    void bucketThatIsMissingIsToldAndNeverMade() {
        start("nowhere", Ready.WHOLE, Afterwards.ARCHIVE);
        awaitDown("source-folder-missing");

        server.createBucket("nowhere");
        server.put("nowhere", "inbound/list.csv", "now");

        awaitReceived("now");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bench.conditions()).containsExactly("source-folder-missing", ""));
    }

    @Test
    void objectThatIsReplacedWhileItIsReceivedIsNotPutAwayUnread() {
        List<String> once = new ArrayList<>();
        bench.whenStored(name -> {
            if (once.isEmpty()) {
                once.add(name);
                server.put(BUCKET, "inbound/" + name, "the newer list");
            }
        });
        server.put(BUCKET, "inbound/list.csv", "the list");
        start(BUCKET, Ready.WHOLE, Afterwards.ARCHIVE);

        awaitReceived("the newer list");
        assertThat(bench.received()).extracting(Received::text).containsExactly("the list", "the newer list");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.keys(BUCKET))
                        .singleElement()
                        .asString()
                        .startsWith("archive/inbound/"));
        assertThat(bench.state("crm").state()).isEqualTo(State.UP);
    }

    @Test
    void keyWithAControlCharacterTakesNoSourceDown() {
        server.put(BUCKET, "inbound/a\u0001b.csv", "odd");
        server.put(BUCKET, "inbound/plain.csv", "plain");
        start(BUCKET, Ready.WHOLE, Afterwards.DELETE);

        awaitReceived("plain");
        awaitReceived("odd");
        assertThat(bench.conditions()).isEmpty();
    }

    @Test
    void objectsThatTheStoreDoesNotHandOutStayWithTheirReasonsAndTheOthersAreTaken() {
        server.put(BUCKET, "inbound/a-archived.csv", "restored");
        server.put(BUCKET, "inbound/b-denied.csv", "denied");
        server.put(BUCKET, "inbound/c-denied.csv", "denied too");
        server.refuse("inbound/a-archived.csv", "InvalidObjectState");
        server.refuse("inbound/b-denied.csv", "AccessDenied");
        server.refuse("inbound/c-denied.csv", "AccessDenied");
        server.put(BUCKET, "inbound/d-list.csv", "the list");
        start(BUCKET, Ready.WHOLE, Afterwards.DELETE);

        awaitReceived("the list");
        await().atMost(PATIENCE).until(() -> bench.state("crm").leftAlone().size() == 3 && bench.attempts() == 1);
        assertThat(bench.state("crm").state()).isEqualTo(State.UP);
        assertThat(bench.state("crm").leftAlone().get("a-archived.csv")).contains("archived", "restore it");
        assertThat(bench.state("crm").leftAlone().get("b-denied.csv")).contains("AccessDenied");
        assertThat(bench.conditions()).hasSize(3).containsOnly("source-file-left-alone");
        server.heal("inbound/a-archived.csv");

        awaitReceived("restored");
        assertThat(server.keys(BUCKET)).contains("inbound/b-denied.csv", "inbound/c-denied.csv");
    }

    @Test
    void storeThatHandsOutNoObjectDeniesAccessAsAWhole() {
        for (String name : List.of("a", "b")) {
            server.put(BUCKET, "inbound/" + name, name);
            server.refuse("inbound/" + name, "AccessDenied");
        }
        start(BUCKET, Ready.WHOLE, Afterwards.DELETE);
        awaitDown("source-access-denied");

        server.heal("inbound/a");
        server.heal("inbound/b");

        awaitReceived("a");
        awaitReceived("b");
        assertThat(bench.conditions()).containsExactly("source-access-denied", "");
    }

    @Test
    void objectWhoseBytesNeverComeIsGivenUpAndToldOnceAndTakenWhenTheyCome() {
        server.put(BUCKET, "inbound/list.csv", "at last");
        server.stall("inbound/list.csv");
        bench.longestStall(Duration.ofSeconds(2));
        start(BUCKET, Ready.WHOLE, Afterwards.DELETE);

        awaitDown("source-unreachable");
        await().atMost(PATIENCE).until(() -> bench.state("crm").failures() >= 2);
        assertThat(bench.conditions()).containsExactly("source-unreachable");
        server.heal("inbound/list.csv");

        awaitReceived("at last");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bench.conditions()).containsExactly("source-unreachable", ""));
    }

    @Test
    void doneObjectTellsAWholeOneAndGoesWithIt() {
        start(BUCKET, Ready.DONE_FILE, Afterwards.DELETE);
        server.put(BUCKET, "inbound/early.csv", "half");
        server.put(BUCKET, "inbound/whole.csv", "whole");
        server.put(BUCKET, "inbound/whole.csv.done", "");

        awaitReceived("whole");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.keys(BUCKET)).containsExactly("inbound/early.csv"));
    }

    @Test
    void successObjectTellsWholeOnes() {
        start(BUCKET, Ready.SUCCESS_FILE, Afterwards.DELETE);
        server.put(BUCKET, "inbound/list.csv", "whole");
        await().atMost(PATIENCE).until(() -> bench.state("crm").lookedAt().isPresent());
        assertThat(bench.received()).isEmpty();

        server.put(BUCKET, "inbound/_SUCCESS", "");

        awaitReceived("whole");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.keys(BUCKET)).containsExactly("inbound/_SUCCESS"));
    }

    @Test
    void namesOfAllKindsAreTaken() {
        List<String> names = OddNames.ALL.stream()
                .filter(name -> !name.contains("\n"))
                .map(name -> name + ".csv")
                .toList();
        names.forEach(name -> server.put(BUCKET, "inbound/" + name, "odd"));
        start(BUCKET, Ready.WHOLE, Afterwards.ARCHIVE);

        await().atMost(PATIENCE).until(() -> bench.received().size() == names.size());
        assertThat(bench.received()).extracting(Received::fileName).containsExactlyInAnyOrderElementsOf(names);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.keys(BUCKET))
                        .hasSize(names.size())
                        .allMatch(key -> key.startsWith("archive/inbound/")));
    }

    @Test
    void listingOfMoreThanAPageIsTakenWhole() {
        int count = 1_100;
        for (int number = 0; number < count; number++) {
            server.put(BUCKET, "inbound/" + number + ".csv", "x");
        }
        start(BUCKET, Ready.WHOLE, Afterwards.DELETE);

        await().atMost(Duration.ofMinutes(3)).until(() -> bench.received().size() >= count);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.keys(BUCKET)).isEmpty());
        assertThat(bench.received()).hasSize(count);
    }

    @Test
    void fewFilesAmongTenThousandAreFoundTheOldestFirst() {
        List<String> wanted = List.of("inbound/m-5000-list.csv", "inbound/z-list.csv", "inbound/a-list.csv");
        for (String key : wanted) {
            server.put(BUCKET, key, key);
            // The store tells times in whole seconds
            await().pollDelay(Duration.ofMillis(1_100)).until(() -> true);
        }
        server.putEmpty(BUCKET, "inbound/m-", ".log", 10_000);

        start(BUCKET, Ready.WHOLE, Afterwards.DELETE, ".*list\\.csv");

        await().atMost(PATIENCE).until(() -> bench.received().size() == wanted.size());
        assertThat(bench.received()).extracting(Received::text).containsExactlyElementsOf(wanted);
        assertThat(bench.conditions())
                .as("one alert for the ten thousand that no destination takes")
                .containsExactly("source-file-left-alone");
    }

    @Test
    void objectsThatAnotherProcessTookSinceTheListingArePassedOver() {
        bench.whenStored(name ->
                server.client().deleteObject(request -> request.bucket(BUCKET).key("inbound/2.csv")));
        for (int number = 1; number <= 3; number++) {
            server.put(BUCKET, "inbound/" + number + ".csv", "list " + number);
        }
        start(BUCKET, Ready.WHOLE, Afterwards.ARCHIVE);

        await().atMost(PATIENCE).until(() -> server.keys(BUCKET).stream().allMatch(key -> key.startsWith("archive/")));

        assertThat(bench.received()).extracting(Received::text).containsExactly("list 1", "list 3");
        assertThat(bench.attempts()).isEqualTo(2);
        assertThat(bench.conditions()).isEmpty();
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

    private void start(String bucket, Ready ready, Afterwards afterwards) {
        start(bucket, ready, afterwards, ".*");
    }

    private void start(String bucket, Ready ready, Afterwards afterwards, String include) {
        Source.S3 source = new Source.S3(
                bucket,
                "inbound/",
                include,
                Optional.of(server.region()),
                Optional.of("http://127.0.0.1:" + way.port()),
                true,
                new Source.S3Login.Keys("partner-s3-id", "partner-s3-key"),
                new SourceHandling(ready, 1, 1, afterwards, Optional.empty(), OnFailure.STAY));
        bench.start(
                Examples.destination("crm", Optional.of(source)),
                Path.of("."),
                Map.of("partner-s3-id", server.accessKey(), "partner-s3-key", server.secretKey()));
    }
}
