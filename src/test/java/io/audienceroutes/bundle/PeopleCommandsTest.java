package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.people.Invitations;
import io.audienceroutes.people.Passwords;
import io.audienceroutes.people.Sessions;
import io.audienceroutes.state.StateDatabase;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People and API tokens by command, from the first admin on. */
@Tag("bundle")
class PeopleCommandsTest {
    private static final Pattern LINK =
            Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/welcome\\?invitation=([A-Za-z0-9_-]{43})");

    @TempDir
    Path folder;

    @Test
    void peopleAndTokensAreManagedByCommand() throws Exception {
        try (Distribution distribution = Distribution.in(folder)) {
            BundleProcess first = distribution.start("run");
            accept(
                    distribution,
                    "ann",
                    first.awaitPrinted("Open this link to become its first admin[^\\n]*\\n[^\\n]+"));
            first.close();
            assertThat(said(distribution, "people", "list")).containsPattern("ann +admin +allowed +enabled +password");

            String added =
                    said(distribution, "people", "add", "Bob", "--role", "user", "--restrict-pii", "--reason", "joins");
            accept(distribution, "-", added);
            said(distribution, "people", "role", "bob", "operator", "--allow-pii");
            said(distribution, "people", "disable", "bob", "--reason", "left");
            assertThat(said(distribution, "people", "list", "--json"))
                    .contains("\"name\" : \"bob\"", "\"role\" : \"OPERATOR\"", "\"restrictPii\" : false")
                    .doesNotContain("argon2");
            refused(distribution, "ann is the last admin and cannot be disabled", "people", "disable", "ann");
            refused(distribution, "There is no person of this name", "people", "reset", "nobody");

            String token = said(distribution, "tokens", "add", "nightly", "--role", "viewer", "--days", "7");
            assertThat(token).containsPattern("tar_[A-Za-z0-9_-]{43}");
            assertThat(said(distribution, "tokens", "list"))
                    .containsPattern("nightly +viewer +allowed +valid")
                    .doesNotContain("tar_");
            said(distribution, "tokens", "revoke", "nightly");
            assertThat(said(distribution, "tokens", "list", "--json").strip()).isEqualTo("[ ]");

            assertThat(said(distribution, "audit", "list", "--subject", "person:bob"))
                    .contains("person-added", "joins", "invitation-accepted", "person-role-changed", "left");
            assertThat(said(distribution, "audit", "verify")).contains("intact");
        }
    }

    private static String said(Distribution distribution, String... arguments) throws Exception {
        BundleProcess process = distribution.run(arguments);
        assertThat(process.exitCode()).as(process.out() + process.err()).isZero();
        return process.out();
    }

    private static void refused(Distribution distribution, String message, String... arguments) throws Exception {
        BundleProcess process = distribution.run(arguments);
        assertThat(process.exitCode()).as(process.out()).isEqualTo(2);
        assertThat(process.err()).contains(message);
    }

    /** Follows the link, as the page of the console does. */
    private static void accept(Distribution distribution, String name, String printed) {
        Matcher link = LINK.matcher(printed);
        assertThat(link.find()).as(printed).isTrue();
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        try (StateDatabase database = new StateDatabase(distribution.path("data/state/audience-routes.db"))) {
            Passwords passwords = new Passwords(random);
            Sessions sessions = new Sessions(database, random, Duration.ofMinutes(30), Duration.ofHours(12), clock);
            new Invitations(database, passwords, sessions, random, link.group(1), clock)
                    .accept(link.group(2), Optional.of(name), "four unrelated words".toCharArray(), "192.0.2.7");
        }
    }
}
