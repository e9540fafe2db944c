package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.credential.AccessToken;
import io.audienceroutes.credential.CredentialStore;
import io.audienceroutes.credential.Grant;
import io.audienceroutes.credential.MasterKeys;
import io.audienceroutes.credential.StoredCredentials;
import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.testing.Browser;
import io.audienceroutes.testing.ForwardProxy;
import io.audienceroutes.testing.SimulatorDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a grant by command: given, listed, checked, revoked, given again, encrypted anew, and never shown. */
@Tag("bundle")
class CredentialCommandsTest {
    private static final String LINK = "(http://\\S+/portal/auth\\S+)";
    private static final String APP_SECRET = "simulator-app-secret";
    private static final String PROXY_PASSWORD = "canary-proxy-password-5b1f";
    private static final String REFUSED_TOKEN = "canary-refused-token-77c0";
    private static final String PLANTED = "canary-planted-description-31aa";
    private static final String DATABASE = "data/state/audience-routes.db";
    private static final Path PAGE = Path.of("src/site/markdown/credentials.md");

    /** So many that a kill meets the rotation half-way. */
    private static final int GRANTS = 400;

    private final Browser browser = new Browser();
    private SimulatorDriver tiktok;
    private Distribution distribution;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        tiktok = new SimulatorDriver();
        distribution = Distribution.in(folder)
                .with("tiktok.base-url", tiktok.baseUrl().toString())
                .with(
                        "oauth.portal-url",
                        tiktok.baseUrl().resolve("/portal/auth").toString())
                .with("api.port", Integer.toString(Browser.freePort()));
        Files.delete(distribution.path("config/destinations/sample-newsletter.yaml"));
        secret("acme.app-id", "7000000000000000100");
        secret("acme.app-secret", APP_SECRET);
    }

    @AfterEach
    void stop() throws Exception {
        try {
            distribution.close();
        } finally {
            tiktok.close();
        }
    }

    @Test
    void authorisedDeliveredRevokedAuthorisedAgainResolvedDeliveredAsThePageTells() throws Exception {
        destination("crm");
        destination("web");
        String first = authorizedByCallback("authorize", "--description", "EU shop");
        assertThat(deliver("crm", 2).exitCode()).isIn(0, 3);
        assertThat(tiktok.emails("Readers of crm")).hasSize(2);

        tiktok.change("{'revokeTokens':['*']}");
        BundleProcess failed = deliver("crm", 5);
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.out()).contains("Invalid credentials");
        assertThat(deliver("web", 3).exitCode()).isEqualTo(1);
        String id = failed.out().replaceAll("(?s).*(w-\\d{8}-\\d{6}-[0-9a-f]{6}).*", "$1");

        authorizedByCallback("reauthorize");
        BundleProcess resolved = distribution.run("workflows", "resolve", id);

        assertThat(resolved.exitCode()).as(resolved.out() + resolved.err()).isIn(0, 3);
        assertThat(tiktok.emails("Readers of crm")).hasSize(5);
        assertThat(tiktok.emails("Readers of web")).hasSize(3);
        assertTold(first, "Have the owner", "Credential acme is authorised by");
        assertTold(failed.out(), "Workflow w-20261124-220112-3f90c1: Failed");
        assertTold(resolved.out(), "Workflow w-20261124-220112-3f90c1 continues");
    }

    @Test
    void pastedAddressAndAnswerFileServeWhereTheCallbackCannotBeReached() throws Exception {
        BundleProcess pasting = distribution.startAsking("credentials", "authorize", "acme", "--paste");
        pasting.answer(browser.whereto(pasting.awaitPrinted(LINK)) + "\n").awaitExit();
        assertThat(pasting.exitCode()).as(pasting.out() + pasting.err()).isZero();
        assertThat(pasting.out()).contains("Credential acme is authorised by Example Operator");
        String before = token("acme");

        BundleProcess nothing = distribution.run("credentials", "authorize", "acme", "--paste");
        assertThat(nothing.exitCode()).isNotZero();
        assertThat(nothing.err()).contains("the input is empty. Nothing was changed.");
        Path answer =
                Files.writeString(folder.resolve("answer.txt"), browser.whereto(nothing.awaitPrinted(LINK)) + "\n");
        BundleProcess byFile = distribution.run("credentials", "authorize", "acme", "--answer-file", answer.toString());
        assertThat(byFile.exitCode()).as(byFile.out() + byFile.err()).isZero();
        assertThat(token("acme")).isNotEqualTo(before);

        BundleProcess again = distribution.run("credentials", "authorize", "acme", "--answer-file", answer.toString());
        assertThat(again.exitCode()).isNotZero();
        assertThat(again.out() + again.err()).doesNotContain("is authorised by");
    }

    @Test
    void credentialsAreListedAndCheckedAndWrongUsageIsASentence() throws Exception {
        assertThat(distribution.run("credentials", "list").out()).contains("There is no credential yet.");
        keep("acme", tiktok.newToken());
        keep("dead", REFUSED_TOKEN);

        BundleProcess checked = distribution.run("credentials", "check", "acme");
        assertThat(checked.exitCode()).as(checked.out() + checked.err()).isZero();
        assertThat(checked.out()).contains("accepted by TikTok", "7000000000000000001", "no problem found");
        BundleProcess refused = distribution.run("credentials", "check", "dead");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.out() + refused.err()).contains("40105", "Workflow action: Invalid credentials");

        assertThat(distribution.run("credentials", "list").out())
                .containsPattern("(?m)^acme +in use")
                .containsPattern("(?m)^dead +refused");
        BundleProcess rotated = distribution.run("credentials", "rotate-key");
        assertThat(rotated.exitCode()).as(rotated.err()).isZero();
        assertThat(rotated.out()).contains("2 credentials are encrypted with the new key: file");
        assertThat(token("dead")).isEqualTo(REFUSED_TOKEN);

        for (List<String> wrong : List.of(
                List.of("list", "acme"),
                List.of("check"),
                List.of("rotate-key", "acme"),
                List.of("authorize", "acme", "token-as-argument"))) {
            BundleProcess usage = credentials(wrong);
            assertThat(usage.exitCode()).as(wrong.toString()).isEqualTo(2);
            assertThat(usage.err()).contains("Usage: audience-routes credentials " + wrong.get(0));
            assertThat(usage.err().lines().findFirst().orElseThrow()).containsAnyOf("Unmatched argument", "Missing");
        }
    }

    @Test
    void killedRotationLeavesEveryGrantOpenAndTheNextOneEndsIt() throws Exception {
        Map<String, String> kept = new TreeMap<>();
        store(store -> {
            for (int number = 0; number < GRANTS; number++) {
                kept.put("shop-" + number, "token-of-shop-" + number);
                store.keep("shop-" + number, Grant.of(new AccessToken("token-of-shop-" + number)), "test");
            }
            return GRANTS;
        });

        int halfWay = 0;
        for (int millis : new int[] {0, 2, 5, 10, 20, 40, 80, 160}) {
            int keysBefore = keys().size();
            List<String> before = keys();
            BundleProcess rotation = distribution.start("credentials", "rotate-key");
            if (keysBefore == 1) {
                await("the new key beside the old one")
                        .pollInterval(Duration.ofMillis(1))
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> !keys().equals(before) || !rotation.alive());
            } else {
                // It goes on with the two keys that it finds: only its end can be seen
                rotation.killAfter(Duration.ofMillis(600 + 4L * millis));
            }
            rotation.killAfter(Duration.ofMillis(millis));

            assertThat(keys()).as("keys after %d ms", millis).hasSizeBetween(1, 2);
            halfWay += keys().size() - 1;
            assertThat(tokens(kept)).as("grants after %d ms", millis).isEqualTo(kept);
        }
        assertThat(halfWay).as("kills between the first step and the last").isPositive();

        BundleProcess whole = distribution.run("credentials", "rotate-key");
        assertThat(whole.exitCode()).as(whole.err()).isZero();
        assertThat(whole.out()).contains(GRANTS + " credentials are encrypted with the new key");
        assertThat(keys()).hasSize(1);
        assertThat(tokens(kept)).isEqualTo(kept);
    }

    @Test
    void noSecretIsPrintedOrKeptInClear() throws Exception {
        try (ForwardProxy proxy = new ForwardProxy(PROXY_PASSWORD)) {
            distribution
                    .with("tiktok.proxy", proxy.address())
                    .with("tiktok.proxy-username", ForwardProxy.USERNAME)
                    .with("tiktok.proxy-secret-name", "proxy-login");
            secret("proxy-login", PROXY_PASSWORD);
            destination("crm");
            tiktok.change("{'accessTokenSeconds':86400}");
            Map<String, String> secrets = new TreeMap<>();

            BundleProcess run = distribution.start("run");
            run.awaitReady();
            BundleProcess link = distribution.start("credentials", "authorize", "acme", "--description", PLANTED);
            String back = browser.whereto(link.awaitPrinted(LINK));
            secrets.put("code", back.replaceAll(".*auth_code=([^&]+).*", "$1"));
            assertThat(browser.open(back).statusCode()).isEqualTo(200);
            assertThat(link.awaitExit().exitCode()).as(link.out() + link.err()).isZero();
            secrets.put("first token", token("acme"));
            secrets.put(
                    "first renewing token",
                    store(store -> store.refreshToken("acme").orElseThrow().value()));
            assertThat(deliver("crm", 2).exitCode()).isIn(0, 3);
            tiktok.change("{'revokeTokens':['*']}");
            askAbout(deliver("crm", 3));
            Path handed = Files.writeString(folder.resolve("handed.txt"), REFUSED_TOKEN);
            assertThat(distribution
                            .run("credentials", "add", "other", "--file", handed.toString())
                            .exitCode())
                    .isNotZero();
            BundleProcess reused = distribution.startAsking("credentials", "authorize", "acme", "--paste");
            reused.awaitPrinted(LINK);
            assertThat(reused.answer(secrets.get("code") + "\n").awaitExit().exitCode())
                    .isNotZero();
            secret("proxy-login", "canary-wrong-password-09de");
            BundleProcess closed = distribution.run("credentials", "check", "acme");
            assertThat(closed.exitCode()).isEqualTo(2);
            assertThat(closed.err()).contains("407");

            secrets.putAll(Map.of(
                    "refused token",
                    REFUSED_TOKEN,
                    "app secret",
                    APP_SECRET,
                    "proxy password",
                    PROXY_PASSWORD,
                    "proxy login",
                    login(PROXY_PASSWORD),
                    "wrong proxy password",
                    "canary-wrong-password-09de",
                    "wrong proxy login",
                    login("canary-wrong-password-09de"),
                    "master key",
                    keys().get(0)));
            assertThat(secrets.values()).allSatisfy(value -> assertThat(value).hasSizeGreaterThan(12));
            assertThat(distribution.path(DATABASE + "-wal")).isNotEmptyFile();
            secrets.forEach((what, value) -> assertThat(holding(value)).as(what).isEmpty());
            assertThatTheSearchFinds();
            assertThat(run.terminate().exitCode()).isIn(0, 143);
            secrets.forEach((what, value) -> assertThat(holding(value)).as(what).isEmpty());
        }
    }

    /** What is kept in clear and what was printed is found: in the database, in its log, in output and in data. */
    private void assertThatTheSearchFinds() throws Exception {
        assertThat(holding(PLANTED))
                .anyMatch(file -> file.startsWith(DATABASE))
                .anyMatch(file -> file.endsWith(".out"));
        assertThat(holding("Readers of crm")).anyMatch(file -> file.endsWith("receipt.json"));
        assertThat(holding("SQLite format 3")).contains(DATABASE);
        Path planted = Files.writeString(distribution.path("data/planted.bin"), "\u0001" + token("acme") + "\u0002");
        assertThat(holding(token("acme"))).containsExactly("data/planted.bin");
        Files.delete(planted);
    }

    /** Everything that tells of the credential, as programs read it. */
    private void askAbout(BundleProcess delivery) throws Exception {
        String id = delivery.out().replaceAll("(?s).*(w-\\d{8}-\\d{6}-[0-9a-f]{6}).*", "$1");
        for (List<String> question : List.of(
                List.of("workflows", "show", id, "--json"),
                List.of("credentials", "list", "--json"),
                List.of("credentials", "check", "acme"),
                List.of("destinations", "list", "--json"),
                List.of("doctor", "--json"))) {
            BundleProcess answer = distribution.run(question.toArray(String[]::new));
            assertThat(answer.out() + answer.err()).as(question.toString()).isNotBlank();
        }
    }

    private static String login(String password) {
        return Base64.getEncoder()
                .encodeToString((ForwardProxy.USERNAME + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** The files that processes wrote, printed output among them, that hold these characters. */
    private List<String> holding(String text) {
        try {
            List<String> found = new ArrayList<>();
            for (String file : distribution.filesBelow(".")) {
                boolean given =
                        Stream.of("lib", "bin", "config", "routes").anyMatch(part -> file.startsWith(part + "/"));
                if (!given
                        && Files.readString(distribution.path(file), StandardCharsets.ISO_8859_1)
                                .contains(text)) {
                    found.add(file);
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A part of the page's transcript, from the line that begins so to the next empty or typed one. */
    private static void assertTold(String printed, String... beginnings) throws Exception {
        String said = printed.replaceAll("\\s+", " ");
        for (String beginning : beginnings) {
            String told = Files.readAllLines(PAGE).stream()
                    .dropWhile(line -> !line.startsWith(beginning))
                    .takeWhile(line -> !line.isEmpty() && !line.startsWith("$") && !line.startsWith("```"))
                    .collect(Collectors.joining(" "));
            assertThat(told).as(beginning).isNotEmpty();
            assertThat(said).containsPattern(masked(told));
        }
    }

    /** Ids and times may be others, and dots stand for anything. */
    private static Pattern masked(String told) {
        String times = told.replaceAll("\\d{4}-\\d{2}-\\d{2}T[0-9:]+Z", "...").replaceAll("w-[0-9a-f-]+", "...");
        return Pattern.compile(Stream.of(times.split("\\.\\.\\.", -1))
                .map(part -> Pattern.quote(part.replaceAll("\\s+", " ")))
                .collect(Collectors.joining(".*?")));
    }

    private String authorizedByCallback(String command, String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of("credentials", command, "acme"));
        all.addAll(List.of(more));
        BundleProcess process = distribution.start(all.toArray(String[]::new));
        assertThat(browser.open(process.awaitPrinted(LINK)).statusCode()).isEqualTo(200);
        assertThat(process.awaitExit().exitCode())
                .as(process.out() + process.err())
                .isZero();
        return process.out();
    }

    private BundleProcess credentials(List<String> arguments) throws Exception {
        return distribution.run(
                Stream.concat(Stream.of("credentials"), arguments.stream()).toArray(String[]::new));
    }

    private BundleProcess deliver(String destination, int members) throws Exception {
        StringBuilder text = new StringBuilder("email\n");
        for (int number = 0; number < members; number++) {
            text.append("customer").append(number).append("@example.com\n");
        }
        Path list = Files.writeString(folder.resolve(destination + ".csv"), text);
        return distribution.run("deliver", list.toString(), "--destination", destination);
    }

    private void destination(String name) throws Exception {
        Files.writeString(
                distribution.path("config/destinations/" + name + ".yaml"),
                "name: " + name
                        + "\ncredential: acme\nadvertiserIds: [\"7000000000000000001\"]\naudienceName: Readers of "
                        + name + "\nuserIdTypes: [EMAIL]\n");
    }

    private void secret(String name, String value) throws Exception {
        Path file = Files.createDirectories(distribution.path("config/secrets")).resolve(name);
        Files.writeString(file, value);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private List<String> keys() throws Exception {
        return List.of(distribution.read("config/secrets/master.key").strip().split(" ", -1));
    }

    private void keep(String name, String token) {
        store(store -> {
            store.keep(name, Grant.of(new AccessToken(token)), "test");
            return name;
        });
    }

    private String token(String name) {
        return store(store -> store.token(name).orElseThrow().token().value());
    }

    private Map<String, String> tokens(Map<String, String> kept) {
        return store(store -> kept.keySet().stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        name -> store.token(name).orElseThrow().token().value(),
                        (one, other) -> other,
                        TreeMap::new)));
    }

    private <T> T store(Function<CredentialStore, T> asked) {
        Clock clock = Clock.systemUTC();
        try (StateDatabase database = new StateDatabase(distribution.path(DATABASE))) {
            MasterKeys keys = new MasterKeys(distribution.path("config/secrets"), Optional::empty, Optional::empty);
            return asked.apply(new CredentialStore(new StoredCredentials(database, clock), keys, clock));
        }
    }
}
