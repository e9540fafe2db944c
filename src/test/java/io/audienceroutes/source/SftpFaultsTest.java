package io.audienceroutes.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.Examples;
import io.audienceroutes.destination.Source;
import io.audienceroutes.destination.Source.HostKey;
import io.audienceroutes.destination.Source.SftpLogin;
import io.audienceroutes.destination.SourceHandling;
import io.audienceroutes.destination.SourceHandling.Afterwards;
import io.audienceroutes.destination.SourceHandling.OnFailure;
import io.audienceroutes.destination.SourceHandling.Ready;
import io.audienceroutes.source.PickUpBench.Received;
import io.audienceroutes.source.SourceState.State;
import io.audienceroutes.testing.FaultProxy;
import io.audienceroutes.testing.SftpServer;
import io.audienceroutes.testing.SftpServer.Listing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an SFTP server and the way to it do to a pick-up, and what people hear of it. */
@Tag("flow")
final class SftpFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final SftpLogin PASSWORD = new SftpLogin.Password("partner-sftp");

    @TempDir
    Path home;

    private PickUpBench bench;
    private SftpServer server;
    private FaultProxy way;
    private Path outbox;

    @BeforeEach
    void startServer() throws Exception {
        outbox = Files.createDirectories(home.resolve("server/outbox"));
        server = SftpServer.start(home.resolve("server"), Files.createDirectory(home.resolve("keys")));
        way = FaultProxy.before(server.port());
        bench = new PickUpBench();
    }

    @AfterEach
    void stopServer() throws IOException {
        bench.close();
        way.close();
        server.close();
    }

    @Test
    void serverIsKnownByAFingerprintAlone() throws IOException {
        start(PASSWORD, fingerprint());

        drop("list.csv", "by fingerprint");

        awaitReceived("by fingerprint");
        assertThat(bench.state("crm").state()).isEqualTo(State.UP);
    }

    @Test
    void serverWithAnotherFingerprintNeverGetsThePasswordAndPeopleHearOfItOnce() throws IOException {
        drop("list.csv", "not for you");
        start(PASSWORD, new HostKey.Fingerprint("SHA256:" + "A".repeat(43)));

        awaitFailures(3);

        assertThat(server.passwordLogins()).isZero();
        assertThat(bench.conditions()).containsExactly("host-key-changed");
        assertThat(bench.news().get(0).message())
                .contains("SHA256:AAAA", server.hostKeyFingerprint(), "127.0.0.1:" + way.port());
        assertThat(outbox.resolve("list.csv")).exists();
    }

    @Test
    void changedHostKeyStopsTheLoginUntilThePinFits() throws Exception {
        start(PASSWORD, fingerprint());
        drop("first.csv", "first");
        awaitReceived("first");
        Path elsewhere = Files.createDirectories(home.resolve("other/outbox"));
        Files.writeString(elsewhere.resolve("second.csv"), "second", UTF_8);
        Path keys = Files.createDirectories(home.resolve("other-keys"));
        try (SftpServer impostor = SftpServer.start(home.resolve("other"), keys)) {
            way.leadTo(impostor.port());
            awaitDown("host-key-changed");
            assertThat(impostor.passwordLogins()).isZero();
        }

        way.leadTo(server.port());
        awaitUp();

        assertThat(bench.received()).extracting(Received::text).containsExactly("first");
        assertThat(bench.conditions().get(bench.conditions().size() - 1)).isEmpty();
    }

    @Test
    void wrongPasswordIsToldOnceAndTheRightOneCountsWithoutARestart() throws IOException {
        drop("list.csv", "at last");
        start(PASSWORD, knownHosts());
        bench.secret("partner-sftp", "canary-wrong");
        awaitDown("source-login-refused");
        awaitFailures(3);

        bench.secret("partner-sftp", server.password());

        awaitReceived("at last");
        awaitUp();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bench.conditions())
                        .containsOnlyOnce("source-login-refused")
                        .endsWith(""));
        assertThat(bench.news()).noneMatch(news -> news.message().contains("canary"));
    }

    @Test
    void secretThatIsMissingIsALoginThatIsRefused() {
        bench.start(destination(PASSWORD, knownHosts()), home, Map.of());

        awaitDown("source-login-refused");

        assertThat(bench.news().get(0).message()).contains("AUDIENCE_ROUTES_SECRET_PARTNER_SFTP");
        assertThat(server.connections()).isZero();
    }

    @Test
    void closedKeyOpensWithItsPassphraseOnly() throws IOException {
        drop("list.csv", "by closed key");
        SftpLogin login = new SftpLogin.PrivateKey(server.closedKeyFile().toString(), Optional.of("partner-key"));
        bench.start(destination(login, knownHosts()), home, Map.of("partner-key", "canary-wrong"));
        awaitDown("source-login-refused");
        assertThat(bench.news().get(0).message()).contains("passphrase").doesNotContain("canary");

        bench.secret("partner-key", server.passphrase());

        awaitReceived("by closed key");
    }

    @Test
    void closedKeyWithoutASecretForItsPassphraseIsNamedAsSuchWithTheSettingThatIsMissing() throws IOException {
        drop("list.csv", "kept");
        SftpLogin login = new SftpLogin.PrivateKey(server.closedKeyFile().toString(), Optional.empty());
        bench.start(destination(login, knownHosts()), home, Map.of());

        awaitDown("source-login-refused");

        assertThat(bench.news().get(0).message())
                .contains("private key " + server.closedKeyFile(), "passphrase", "privateKeyPassphraseSecret");
        assertThat(server.connections()).isZero();
    }

    @Test
    void passwordIsGivenToAServerThatAsksByKeyboardOnly() throws IOException {
        server.askByKeyboardOnly();
        drop("list.csv", "by keyboard");
        start(PASSWORD, knownHosts());

        awaitReceived("by keyboard");
        awaitUp();
        assertThat(bench.conditions()).isEmpty();
    }

    @Test
    void wrongPasswordByKeyboardIsARefusedLoginAndOneTryALook() throws IOException {
        server.askByKeyboardOnly();
        start(PASSWORD, knownHosts());
        bench.secret("partner-sftp", "canary-wrong");

        awaitDown("source-login-refused");
        awaitFailures(3);

        assertThat(bench.conditions()).containsExactly("source-login-refused");
        assertThat(server.refusedPasswords()).isBetween(3, bench.state("crm").failures() + 1);
    }

    @Test
    void fileThatTheServerLetsNobodyReadStaysAndTheOthersAreTaken() throws IOException {
        server.deny("closed.csv");
        drop("closed.csv", "secret");
        drop("list.csv", "the list");
        start(PASSWORD, knownHosts());

        awaitReceived("the list");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bench.state("crm").leftAlone())
                        .containsEntry("closed.csv", "the server does not allow this user to read it"));
        awaitUp();
        assertThat(bench.conditions()).containsExactly("source-file-left-alone");
        assertThat(bench.received()).hasSize(1);
        assertThat(outbox.resolve("closed.csv")).exists();
    }

    @Test
    void listingThatHangsIsCutAndToldAndTheSourceWorksAgainAfterwards() throws IOException {
        server.list(Listing.HANGING);
        drop("list.csv", "at last");
        bench.longestListing(Duration.ofSeconds(2));
        start(PASSWORD, knownHosts());

        awaitDown("source-unreachable");
        awaitFailures(2);
        assertThat(bench.news().get(0).message()).contains("did not finish within 2 s", "sources.listing-timeout-ms");
        server.list(Listing.USUAL);

        awaitReceived("at last");
        awaitUp();
        assertThat(bench.conditions()).containsExactly("source-unreachable", "");
    }

    @Test
    void fileWhoseBytesNeverComeIsGivenUpAndToldOnceAndTakenWhenTheyCome() throws IOException {
        server.stall("stalled.csv");
        drop("stalled.csv", "at last");
        bench.longestStall(Duration.ofSeconds(2));
        start(PASSWORD, knownHosts());

        awaitDown("source-unreachable");
        awaitFailures(3);
        assertThat(outbox.resolve("stalled.csv")).exists();
        assertThat(bench.conditions()).containsExactly("source-unreachable");
        assertThat(bench.news().get(0).message()).contains("sent no data for 2 s", "sources.stall-timeout-ms");
        server.unstall("stalled.csv");

        awaitReceived("at last");
        awaitUp();
        assertThat(bench.conditions()).containsExactly("source-unreachable", "");
    }

    @Test
    void renameThatIsNeverAnsweredIsGivenUpAndTheFileIsNotTakenTwice() throws IOException {
        server.hangRenames(true);
        drop("list.csv", "once");
        bench.longestStall(Duration.ofSeconds(2));
        start(PASSWORD, knownHosts());

        awaitReceived("once");
        awaitDown("source-unreachable");
        awaitFailures(2);
        server.hangRenames(false);

        awaitUp();
        await().atMost(PATIENCE).until(() -> !Files.exists(outbox.resolve("list.csv")));
        assertThat(bench.received()).hasSize(1);
        assertThat(bench.conditions()).containsExactly("source-unreachable", "");
    }

    @Test
    void listingWithoutEndIsBoundedInNumberAndTold() throws IOException {
        drop("list.csv", "at last");
        server.list(Listing.ENDLESS);
        start(PASSWORD, knownHosts());

        awaitDown("source-too-many-files");
        int atFirst = server.listed();
        server.list(Listing.USUAL);

        assertThat(bench.news().get(0).message()).contains("100,000", "127.0.0.1:" + way.port());
        assertThat(atFirst).isLessThan(1_000_000);
        awaitReceived("at last");
        awaitUp();
    }

    @Test
    void folderThatIsMissingIsNeverMade() throws IOException {
        Files.delete(outbox);
        start(PASSWORD, knownHosts());
        awaitDown("source-folder-missing");
        assertThat(outbox).doesNotExist();

        Files.createDirectory(outbox);
        drop("list.csv", "now");

        awaitReceived("now");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bench.conditions()).containsExactly("source-folder-missing", ""));
    }

    @Test
    void serverThatVanishesIsToldOnceAndTakenUpAgain() throws IOException {
        start(PASSWORD, knownHosts());
        awaitUp();

        way.vanish();
        awaitDown("source-unreachable");
        awaitFailures(4);
        way.heal();
        drop("list.csv", "back");

        awaitReceived("back");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bench.conditions()).containsExactly("source-unreachable", ""));
    }

    @Test
    void serverThatStaysSilentIsGivenUpInTime() throws IOException {
        start(PASSWORD, knownHosts());
        awaitUp();

        way.swallow();

        awaitDown("source-unreachable");
        way.heal();
        drop("list.csv", "awake");
        awaitReceived("awake");
    }

    @Test
    void connectionThatIsCutInMidDownloadLeavesTheFileToTheNextLook() throws IOException {
        String text = "0123456789".repeat(100_000);
        start(PASSWORD, knownHosts());
        awaitUp();
        way.cutOnceAfter(400_000);
        drop("large.csv", text);

        await().atMost(PATIENCE).until(() -> way.cuts() == 1);

        await().atMost(PATIENCE).until(() -> bench.received().size() == 1);
        assertThat(bench.received().get(0).text()).isEqualTo(text);
        await().atMost(PATIENCE).until(() -> !Files.exists(outbox.resolve("large.csv")));
        assertThat(bench.received()).hasSize(1);
    }

    @Test
    void slowServerIsNoFault() throws IOException {
        String text = "0123456789".repeat(10_000);
        way.throttle(5_000_000);
        start(PASSWORD, knownHosts());
        drop("slow.csv", text);

        awaitReceived(text);
        assertThat(bench.conditions()).isEmpty();
    }

    @Test
    void archiveThatCannotBeMadeStopsTakingBeforeTheFirstFile() throws IOException {
        Files.writeString(outbox.resolve("blocked"), "a file where the archive should be", UTF_8);
        drop("list.csv", "kept");
        start(PASSWORD, knownHosts(), Optional.of("blocked"), Ready.SETTLE);
        awaitDown("source-archive-failed");
        assertThat(bench.received()).isEmpty();

        Files.delete(outbox.resolve("blocked"));

        awaitReceived("kept");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bench.conditions())
                        // The file in the way matches no include, and is told too
                        .contains("source-archive-failed")
                        .endsWith(""));
    }

    @Test
    void namesOfAllKindsAreTakenAndPatternsAreLeftAlone() throws IOException {
        for (String name : OddNames.ALL) {
            drop(name + ".csv", "odd");
        }
        drop("all*.csv", "a pattern");
        start(PASSWORD, knownHosts());

        await().atMost(PATIENCE).until(() -> bench.received().size() == OddNames.ALL.size());
        assertThat(bench.received())
                .extracting(file -> file.fileName().replaceAll("\\.csv$", ""))
                .containsExactlyInAnyOrderElementsOf(OddNames.ALL);
        await().atMost(PATIENCE).until(() -> !bench.news().isEmpty());
        assertThat(bench.conditions()).containsExactly("source-file-left-alone");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(OddNames.in(outbox)).containsExactly("all*.csv"));
    }

    @Test
    void nameThatLeadsOutOfTheFolderIsNeverTakenAndTold() throws IOException {
        Path elsewhere = Files.createDirectories(home.resolve("server/elsewhere"));
        Files.writeString(elsewhere.resolve("secret.csv"), "secret", UTF_8);
        server.listAs("bait.csv", "x/../../elsewhere/secret.csv");
        drop("bait.csv", "secret");
        drop("list.csv", "the list");
        start(PASSWORD, knownHosts());

        awaitReceived("the list");
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(bench.state("crm").leftAlone()).containsOnlyKeys("x_.._.._elsewhere_secret.csv"));
        assertThat(bench.state("crm").leftAlone().values()).allMatch(reason -> reason.contains("outside the folder"));
        assertThat(bench.received()).hasSize(1);
        assertThat(elsewhere.resolve("secret.csv")).exists();
    }

    @Test
    void doneFileTellsAWholeFileOnAServerToo() throws IOException {
        start(PASSWORD, knownHosts(), Optional.empty(), Ready.DONE_FILE);
        drop("early.csv", "half");
        drop("whole.csv", "whole");
        drop("whole.csv.done", "");

        awaitReceived("whole");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(OddNames.in(outbox)).containsExactly("early.csv"));
    }

    private void drop(String name, String text) throws IOException {
        Files.writeString(outbox.resolve(name), text, UTF_8);
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

    private void awaitFailures(int failures) {
        await().atMost(PATIENCE).until(() -> bench.state("crm").failures() >= failures);
    }

    private void awaitUp() {
        await().atMost(PATIENCE).until(() -> bench.state("crm").state() == State.UP);
    }

    private HostKey fingerprint() {
        return new HostKey.Fingerprint(server.hostKeyFingerprint());
    }

    private HostKey knownHosts() {
        try {
            String line = server.knownHostsLine().replace(":" + server.port(), ":" + way.port());
            return new HostKey.KnownHosts(Files.writeString(home.resolve("known_hosts"), line + "\n", UTF_8)
                    .toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start(SftpLogin login, HostKey hostKey) {
        start(login, hostKey, Optional.empty(), Ready.SETTLE);
    }

    private void start(SftpLogin login, HostKey hostKey, Optional<String> archive, Ready ready) {
        bench.start(destination(login, hostKey, archive, ready), home, Map.of("partner-sftp", server.password()));
    }

    private Destination destination(SftpLogin login, HostKey hostKey) {
        return destination(login, hostKey, Optional.empty(), Ready.SETTLE);
    }

    private Destination destination(SftpLogin login, HostKey hostKey, Optional<String> archive, Ready ready) {
        Source.Sftp source = new Source.Sftp(
                server.host(),
                way.port(),
                server.username(),
                login,
                hostKey,
                Optional.empty(),
                "outbox",
                "(?s).*\\.csv",
                new SourceHandling(ready, 1, 1, Afterwards.ARCHIVE, archive, OnFailure.STAY));
        return Examples.destination("crm", Optional.of(source));
    }
}
