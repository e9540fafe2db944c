package io.audienceroutes.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audienceroutes.state.StateDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept at rest, under which key, and what happens to it when the key changes or is lost. */
final class CredentialStoreTest {
    private static final String ACTOR = "operator@example.com";
    private static final Instant END = Instant.parse("2026-11-25T10:00:00Z");

    @TempDir
    Path folder;

    private StateDatabase database;
    private StoredCredentials rows;
    private CredentialStore store;

    @BeforeEach
    void open() {
        database = new StateDatabase(folder.resolve("data").resolve("state.db"));
        rows = new StoredCredentials(database, Clock.systemUTC());
        store = storeWith(keyFile());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void grantIsReadAsItWasKept() {
        store.keep("acme", renewable("canary-access", "canary-refresh"), ACTOR);
        store.grantedBy("acme", new BusinessUser("Olga Owner", "o***a@example.com"));

        assertThat(store.token("acme"))
                .contains(new HeldToken("acme", new AccessToken("canary-access"), TokenOrigin.STORE, Optional.of(END)));
        assertThat(store.refreshToken("acme")).contains(new AccessToken("canary-refresh"));
        assertThat(store.user("acme").orElseThrow().label()).isEqualTo("Olga Owner (o***a@example.com)");
        assertThat(rows.find("acme").orElseThrow().scopes()).containsExactly("3", "100");
    }

    @Test
    void nothingSecretOrPersonalIsInTheDatabaseFiles() throws IOException {
        store.keep("acme", renewable("canary-access", "canary-refresh"), ACTOR);
        store.grantedBy("acme", new BusinessUser("canary-name", "canary-mail*@example.com"));

        try (var files = Files.walk(folder.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("canary");
            }
        }
        assertThat(rows.all()).hasToString("[credential acme]");
    }

    @Test
    void keyFileIsMadeWithTheFirstSecretForItsOwnerAlone() throws IOException {
        assertThat(keyPath()).doesNotExist();

        store.keep("acme", Grant.of(new AccessToken("t")), ACTOR);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyPath())))
                .isEqualTo("rw-------");
        assertThat(Base64.getDecoder().decode(Files.readString(keyPath()))).hasSize(32);
    }

    @Test
    void keyFileThatOthersMayReadIsRefused() throws IOException {
        store.keep("acme", Grant.of(new AccessToken("t")), ACTOR);
        Files.setPosixFilePermissions(keyPath(), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> storeWith(keyFile()).token("acme"))
                .isInstanceOf(SecretRefused.class)
                .hasMessageContaining("chmod o-rwx " + keyPath());
    }

    @Test
    void keyFromOutsideWinsOverTheFileAndMustBeOne() {
        String key = Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(UTF_8));
        CredentialStore outside = storeWith(given(key, ""));
        outside.keep("acme", Grant.of(new AccessToken("t")), ACTOR);

        assertThat(keyPath()).doesNotExist();
        assertThat(outside.token("acme")).isPresent();
        assertThatThrownBy(() -> storeWith(given("canary", "")).token("acme"))
                .isInstanceOf(SecretRefused.class)
                .hasMessageContaining("openssl rand -base64 32")
                .hasMessageNotContaining("canary");
    }

    @Test
    void valueMovedToAnotherCredentialOrFieldDoesNotOpen() {
        store.keep("acme", Grant.of(new AccessToken("acme-token")), ACTOR);
        store.keep("other", Grant.of(new AccessToken("other-token")), ACTOR);
        CredentialRow acme = rows.find("acme").orElseThrow();

        rows.change(
                "other",
                Optional.empty(),
                row -> row.secrets(acme.accessToken(), Optional.empty(), Optional.empty(), Optional.empty()));
        rows.change(
                "acme",
                Optional.empty(),
                row -> row.secrets(row.accessToken(), row.accessToken(), Optional.empty(), Optional.empty()));

        assertThatThrownBy(() -> store.token("other")).isInstanceOf(SecretRefused.class);
        assertThatThrownBy(() -> store.refreshToken("acme")).isInstanceOf(SecretRefused.class);
        assertThat(store.token("acme")).isPresent();
    }

    @Test
    void lostKeyIsTakenForLostAndNotReplaced() throws IOException {
        store.keep("acme", Grant.of(new AccessToken("t")), ACTOR);
        Files.delete(keyPath());
        CredentialStore later = storeWith(keyFile());

        assertThatThrownBy(() -> later.token("acme"))
                .isInstanceOf(SecretRefused.class)
                .hasMessageContaining("credentials authorize acme");
        assertThatThrownBy(() -> later.keep("other", Grant.of(new AccessToken("t")), ACTOR))
                .isInstanceOf(SecretRefused.class)
                .hasMessageContaining("Restore the key");
        assertThat(keyPath()).doesNotExist();
    }

    @Test
    void rotationClosesEverythingUnderANewKeyThatIsAloneAfterwards() throws IOException {
        store.keep("acme", renewable("access", "refresh"), ACTOR);
        store.grantedBy("acme", new BusinessUser("Olga Owner", "o***a@example.com"));
        String before = Files.readString(keyPath());
        Optional<String> sealed = rows.find("acme").orElseThrow().accessToken();

        assertThat(store.rotate(ACTOR)).isEqualTo(1);

        assertThat(Files.readString(keyPath())).isNotEqualTo(before).doesNotContain(" ");
        assertThat(rows.find("acme").orElseThrow().accessToken()).isNotEqualTo(sealed);
        assertThat(store.token("acme").orElseThrow().token().value()).isEqualTo("access");
        assertThat(store.refreshToken("acme")).contains(new AccessToken("refresh"));
        assertThat(storeWith(keyFile()).user("acme").orElseThrow().label()).startsWith("Olga Owner");
    }

    @Test
    void rotationThatIsKilledAtAnyPointLeavesEverythingReadableAndCanBeEnded() {
        store.keep("acme", Grant.of(new AccessToken("access")), ACTOR);
        for (KillPoint point : KillPoint.values()) {
            CredentialStore killed = new CredentialStore(point.on(rows), keyFile(), Clock.systemUTC());
            assertThatThrownBy(() -> killed.rotate(ACTOR)).isInstanceOf(Killed.class);

            CredentialStore afterwards = storeWith(keyFile());
            assertThat(afterwards.token("acme").orElseThrow().token().value())
                    .as(point.name())
                    .isEqualTo("access");
            assertThat(afterwards.rotate(ACTOR)).isEqualTo(1);
            assertThat(storeWith(keyFile()).token("acme")).as(point.name()).isPresent();
        }
    }

    @Test
    void anotherProcessReadsOnWhileTheKeyIsRotated() {
        store.keep("acme", Grant.of(new AccessToken("access")), ACTOR);
        CredentialStore other = storeWith(keyFile());
        assertThat(other.token("acme")).isPresent();
        AtomicReference<String> seen = new AtomicReference<>("");
        Thread reader = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                seen.set(other.token("acme").orElseThrow().token().value());
            }
        });
        reader.setUncaughtExceptionHandler((thread, fault) -> seen.set(fault.toString()));
        reader.start();

        for (int i = 0; i < 20; i++) {
            store.rotate(ACTOR);
        }
        reader.interrupt();
        join(reader);

        assertThat(seen).hasValue("access");
    }

    @Test
    void keyFromOutsideIsRotatedWithThePreviousOneBesideIt() {
        String first = Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(UTF_8));
        String second = Base64.getEncoder().encodeToString("fedcba9876543210fedcba9876543210".getBytes(UTF_8));
        storeWith(given(first, "")).keep("acme", Grant.of(new AccessToken("t")), ACTOR);

        assertThatThrownBy(() -> storeWith(given(second, "")).token("acme")).isInstanceOf(SecretRefused.class);
        assertThat(storeWith(given(second, first)).token("acme")).isPresent();
        storeWith(given(second, first)).rotate(ACTOR);

        assertThat(storeWith(given(second, "")).token("acme")).isPresent();
        assertThatThrownBy(() -> storeWith(given(first, "")).token("acme")).isInstanceOf(SecretRefused.class);
    }

    @Test
    void renewalKeepsWhoGaveTheGrantAndWhatItOpens() {
        store.keep("acme", renewable("first", "refresh-1"), ACTOR);
        store.grantedBy("acme", new BusinessUser("Olga Owner", "o***a@example.com"));

        store.renew("acme", renewable("second", "refresh-2"));

        assertThat(store.token("acme").orElseThrow().token().value()).isEqualTo("second");
        assertThat(store.refreshToken("acme")).contains(new AccessToken("refresh-2"));
        assertThat(store.user("acme").orElseThrow().displayName()).isEqualTo("Olga Owner");
        assertThat(rows.find("acme").orElseThrow().advertiserIds()).containsExactly("7000000000000000001");
    }

    private MasterKeys keyFile() {
        return new MasterKeys(folder.resolve("secrets"), Optional::empty, Optional::empty);
    }

    private MasterKeys given(String key, String previous) {
        return new MasterKeys(folder.resolve("secrets"), () -> Optional.of(key), () -> Optional.of(previous));
    }

    private CredentialStore storeWith(MasterKeys keys) {
        return new CredentialStore(rows, keys, Clock.systemUTC());
    }

    private Path keyPath() {
        return folder.resolve("secrets").resolve("master.key");
    }

    private static Grant renewable(String access, String refresh) {
        return new Grant(
                new AccessToken(access),
                Optional.of(new Grant.Renewal(new AccessToken(refresh), END, Optional.empty())),
                List.of("3", "100"),
                List.of("7000000000000000001"));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Stands for kill -9: nothing behind it runs. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Where a rotation is cut off: between its steps, and in the middle of the transaction. */
    private enum KillPoint {
        BEFORE_THE_TRANSACTION,
        IN_THE_TRANSACTION,
        BEHIND_THE_TRANSACTION;

        CredentialTable on(StoredCredentials rows) {
            return new CredentialTable() {
                @Override
                public List<CredentialRow> all() {
                    return rows.all();
                }

                @Override
                public Optional<CredentialRow> find(String name) {
                    return rows.find(name);
                }

                @Override
                public CredentialRow change(String name, Optional<Note> note, UnaryOperator<CredentialRow> change) {
                    return rows.change(name, note, change);
                }

                @Override
                public boolean remove(String name, Note note) {
                    return rows.remove(name, note);
                }

                @Override
                public int changeAll(Note note, UnaryOperator<CredentialRow> change) {
                    if (KillPoint.this == BEFORE_THE_TRANSACTION) {
                        throw new Killed();
                    }
                    rows.changeAll(note, row -> {
                        CredentialRow changed = change.apply(row);
                        if (KillPoint.this == IN_THE_TRANSACTION) {
                            throw new Killed();
                        }
                        return changed;
                    });
                    throw new Killed();
                }
            };
        }
    }
}
