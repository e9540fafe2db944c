package io.audienceroutes.destination;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.audienceroutes.destination.SourceHandling.Afterwards;
import io.audienceroutes.destination.SourceHandling.OnFailure;
import io.audienceroutes.destination.SourceHandling.Ready;
import io.audienceroutes.format.FileFormat;
import io.audienceroutes.segment.EmailRule;
import io.audienceroutes.segment.IdentifierColumns;
import io.audienceroutes.segment.IdentifierType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DestinationsTest {
    private static final String NEWSLETTER = """
            name: newsletter
            credential: acme-ads
            advertiserIds: ["7654321098765432109"]
            audienceName: Newsletter readers
            userIdTypes: [EMAIL]
            """;

    @TempDir
    Path directory;

    @Test
    void shortestDestinationGetsTheDefaults() throws IOException {
        write("newsletter.yaml", NEWSLETTER);

        Destination newsletter = Destinations.load(directory).require("newsletter");

        assertThat(newsletter)
                .isEqualTo(new Destination(
                        "newsletter",
                        "",
                        new Destination.Account("acme-ads", List.of("7654321098765432109")),
                        new Destination.Target(new AudienceNaming.Fixed("Newsletter readers"), SyncMode.MIRROR, false),
                        new Destination.Identifiers(
                                Set.of(IdentifierType.EMAIL),
                                IdentifierColumns.usual(),
                                EmailRule.PLAIN,
                                Optional.empty()),
                        new Destination.Files(FileFormat.detected(), Optional.empty(), Optional.empty()),
                        new Destination.Guards(RejectLimit.standard(), ShrinkGuard.standard(), Optional.empty()),
                        Optional.empty(),
                        Optional.empty(),
                        10_000));
    }

    /** Encrypted files and JSON Lines are not called .csv: they would lie there unseen. */
    @Test
    void includeThatIsLeftOutFollowsTheFormat() {
        assertThat(usual("", "list.csv", "LIST.TSV", "list.jsonl.gz", "list.zip", "list.txt", "list.csv.pgp"))
                .isEqualTo("yyyynn");
        assertThat(usual("kind: csv", "list.csv", "list.csv.zst", "list.jsonl")).isEqualTo("yyn");
        assertThat(usual("kind: json-lines", "list.ndjson", "list.jsonl", "list.csv"))
                .isEqualTo("yyn");
        assertThat(usual("pgp: {privateKeyFile: key}", "list.csv.pgp", "list.gpg", "list.asc", "list.csv"))
                .isEqualTo("yyyn");
    }

    private String usual(String format, String... names) {
        try {
            write("crm.yaml", """
                    name: crm
                    credential: acme-ads
                    advertiserIds: ["7654321098765432109"]
                    audienceName: Readers
                    userIdTypes: [EMAIL]
                    format: {%s}
                    source: {folder: {directory: inbox}}
                    """.formatted(format));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Source.Folder folder = (Source.Folder)
                Destinations.load(directory).require("crm").source().orElseThrow();
        return Arrays.stream(names)
                .map(name -> name.matches(folder.include()) ? "y" : "n")
                .collect(Collectors.joining());
    }

    @Test
    void everySettingIsRead() throws IOException {
        write("crm.yaml", """
                name: crm
                description: CRM export
                credential: acme-ads
                advertiserIds: ["7654321098765432109", "7654321098765432110"]
                audienceNamePattern: (?<audience>.+)-[0-9]{8}\\.csv
                userIdTypes: [PHONE, EMAIL]
                columns: {EMAIL: E-mail address, PHONE: [mobile, 7]}
                valueSeparator: "|"
                emailRule: both
                phoneRegion: NO
                syncMode: add
                batchSize: 500
                source:
                  sftp:
                    host: sftp.example.com
                    port: 2222
                    username: acme
                    passwordSecret: partner-sftp
                    knownHostsFile: config/known_hosts
                    directory: outbox
                    ready: done-file
                    settleSeconds: 9
                    afterwards: delete
                    archiveDirectory: taken
                    onFailure: quarantine
                """);

        Destination crm = Destinations.load(directory).require("crm");

        assertThat(crm.columns())
                .isEqualTo(new IdentifierColumns(
                        Map.of(
                                IdentifierType.EMAIL, List.of("E-mail address"),
                                IdentifierType.PHONE, List.of("mobile", "7")),
                        Optional.of('|')));
        assertThat(crm.phoneRegion()).contains("NO");
        assertThat(crm.emailRule()).isEqualTo(EmailRule.BOTH);
        assertThat(crm.owner()).isEqualTo("7654321098765432109");
        assertThat(crm.source())
                .contains(new Source.Sftp(
                        "sftp.example.com",
                        2222,
                        "acme",
                        new Source.SftpLogin.Password("partner-sftp"),
                        new Source.HostKey.KnownHosts("config/known_hosts"),
                        Optional.empty(),
                        "outbox",
                        SourceKeys.usualInclude(crm.format()),
                        new SourceHandling(
                                Ready.DONE_FILE,
                                9,
                                30,
                                Afterwards.DELETE,
                                Optional.of("taken"),
                                OnFailure.QUARANTINE)));
    }

    @Test
    void everyProblemOfEveryFileIsNamedAtOnce() throws IOException {
        write("a.yaml", """
                name: a
                credential: acme-ads
                advertiserIds:
                  - "123"
                audienceName: A
                userIdTypes: [EMAIL, FAX]
                batchsize: 5
                """);
        write("b.yaml", NEWSLETTER.replace("audienceName: Newsletter readers\n", ""));

        assertThatThrownBy(() -> Destinations.load(directory))
                .isInstanceOf(DestinationsRefused.class)
                .hasMessage("Cannot load the destinations in " + directory
                        + ": 4 problems. Nothing was loaded.\n"
                        + "- a.yaml, line 4, advertiserIds[0]: expected an advertiser id in quotes: 19 characters, like"
                        + " \"7654321098765432109\", found in the dropdown menu at the top right of TikTok Ads Manager;"
                        + " found \"123\"\n"
                        + "- a.yaml, line 6, userIdTypes[1]: expected EMAIL, PHONE, AAID or IDFA; found \"FAX\"\n"
                        + "- a.yaml, line 7, batchsize: expected one of name, description, credential, sandbox, advertiserIds,"
                        + " audienceName, audienceNamePattern, userIdTypes, columns, valueSeparator, emailRule, phoneRegion, syncMode,"
                        + " batchSize, format, rejectLimit, shrinkGuard, sharedAudience, optOut, sampleFirst, campaign, source, schedule; found an unknown key\n"
                        + "- b.yaml, line 1: expected exactly one of audienceName, audienceNamePattern and"
                        + " campaign; found none of them");
    }

    @Test
    void advertiserIdWithoutQuotesIsRefused() throws IOException {
        refuse(NEWSLETTER.replace("\"7654321098765432109\"", "7654321098765432109"))
                .satisfies(problem -> {
                    assertThat(problem.key()).isEqualTo("advertiserIds[0]");
                    assertThat(problem.expected()).startsWith("text: an advertiser id in quotes");
                    assertThat(problem.found()).isEqualTo("7654321098765432109, which is a number");
                });
    }

    @Test
    void missingKeyIsRefusedWithWhatItIsFor() throws IOException {
        refuse(NEWSLETTER.replace("credential: acme-ads\n", "")).satisfies(problem -> {
            assertThat(problem.key()).isEqualTo("credential");
            assertThat(problem.line()).isEqualTo(1);
            assertThat(problem.expected()).startsWith("the name of the TikTok credential");
            assertThat(problem.found()).isEqualTo("nothing");
        });
    }

    @Test
    void batchSizeBeyondItsLimitsIsRefused() throws IOException {
        refuse(NEWSLETTER + "batchSize: 10001\n").satisfies(problem -> {
            assertThat(problem.expected()).isEqualTo("identifiers in one call, 1 to 10000");
            assertThat(problem.found()).isEqualTo("10001");
        });
    }

    @Test
    void bothWaysToNameTheAudienceAreRefused() throws IOException {
        refuse(NEWSLETTER + "audienceNamePattern: (?<audience>.+)\n")
                .satisfies(problem -> assertThat(problem.found()).isEqualTo("more than one"));
    }

    @Test
    void unknownModeIsRefusedWithWhatTheModesMean() throws IOException {
        refuse(NEWSLETTER + "syncMode: replace\n").satisfies(problem -> {
            assertThat(problem.expected()).contains("mirror: ", "add: ", "remove: ");
            assertThat(problem.found()).isEqualTo("\"replace\"");
        });
    }

    @Test
    void nameThatIsNotTheFilesNameIsRefused() throws IOException {
        write("other.yaml", NEWSLETTER);

        assertThat(problems()).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo("name");
            assertThat(problem.expected()).isEqualTo("the file's name without .yaml, \"other\"");
            assertThat(problem.found()).isEqualTo("\"newsletter\"");
        });
    }

    @Test
    void audienceNameHasAtMost70Characters() throws IOException {
        write("newsletter.yaml", NEWSLETTER.replace("Newsletter readers", "x".repeat(70)));
        assertThat(Destinations.load(directory).all()).hasSize(1);

        refuse(NEWSLETTER.replace("Newsletter readers", "x".repeat(71)))
                .satisfies(problem -> assertThat(problem.found()).endsWith("a name of 71 characters"));
        refuse(NEWSLETTER.replace("Newsletter readers", "\" padded\""))
                .satisfies(problem -> assertThat(problem.found()).contains("leading or trailing spaces"));
    }

    @Test
    void patternWithoutTheGroupIsRefused() throws IOException {
        refuse(withPattern("(.+)\\.csv"))
                .satisfies(problem ->
                        assertThat(problem.found()).isEqualTo("\"(.+)\\\\.csv\", which has no group (?<audience>...)"));
        refuse(withPattern("(?<audience>.+"))
                .satisfies(problem -> assertThat(problem.found()).contains("which is not a valid regular expression"));
    }

    @Test
    void columnOfATypeThatIsNotSentIsRefused() throws IOException {
        refuse(NEWSLETTER + "columns: {PHONE: mobile}\n").satisfies(problem -> {
            assertThat(problem.key()).isEqualTo("columns.PHONE");
            assertThat(problem.line()).isEqualTo(6);
        });
    }

    @Test
    void oneColumnForTwoTypesIsRefused() throws IOException {
        refuse(NEWSLETTER.replace("[EMAIL]", "[EMAIL, PHONE]") + "columns: {EMAIL: mail, PHONE: [x, Mail]}\n")
                .satisfies(problem -> assertThat(problem.found()).isEqualTo("\"Mail\" twice"));
    }

    @Test
    void unknownPhoneRegionIsRefused() throws IOException {
        refuse(NEWSLETTER + "phoneRegion: XX\n")
                .satisfies(problem -> assertThat(problem.found())
                        .isEqualTo("\"XX\", which is not a country code with phone numbers"));
    }

    @Test
    void twoDestinationsThatShareOneAudienceAlikeAreTaken() throws IOException {
        write("newsletter.yaml", NEWSLETTER + "sharedAudience: true\n");
        write("second.yaml", NEWSLETTER.replace("name: newsletter", "name: second") + "sharedAudience: true\n");

        assertThat(Destinations.load(directory).all()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sharedAudience: true\nsyncMode: add\n", "sharedAudience: false\n"})
    void sharingThatIsNotDeclaredAlikeIsRefusedNamingBothFiles(String other) throws IOException {
        write("newsletter.yaml", NEWSLETTER + "sharedAudience: true\n");
        write("second.yaml", NEWSLETTER.replace("name: newsletter", "name: second") + other);

        assertThat(problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("second.yaml");
            assertThat(problem.expected()).contains("sharedAudience: true and the same syncMode");
            assertThat(problem.found()).contains("newsletter.yaml");
        });
    }

    @Test
    void shrinkGuardTakesWhatIsSetAndKeepsTheRest() throws IOException {
        write("newsletter.yaml", NEWSLETTER + "shrinkGuard: {percent: 5}\n");

        assertThat(Destinations.load(directory).require("newsletter").shrinkGuard())
                .isEqualTo(new ShrinkGuard(5, ShrinkGuard.standard().members()));
    }

    @Test
    void twoDestinationsThatFeedOneAudienceAreRefused() throws IOException {
        write("newsletter.yaml", NEWSLETTER);
        write("second.yaml", NEWSLETTER.replace("name: newsletter", "name: second"));

        assertThat(problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("second.yaml");
            assertThat(problem.line()).isEqualTo(4);
            assertThat(problem.found()).isEqualTo("the audience that newsletter.yaml feeds");
        });
    }

    @Test
    void sameAudienceNameOfAnotherAdvertiserIsAnotherAudience() throws IOException {
        write("newsletter.yaml", NEWSLETTER);
        write(
                "second.yaml",
                NEWSLETTER
                        .replace("name: newsletter", "name: second")
                        .replace("7654321098765432109", "7654321098765432110"));

        assertThat(Destinations.load(directory).all())
                .extracting(Destination::name)
                .containsExactly("newsletter", "second");
    }

    @Test
    void twoDestinationsThatTakeTheSameFilesAreRefused() throws IOException {
        String source = "source: {folder: {directory: data/inbox}}\n";
        write("newsletter.yaml", NEWSLETTER + source);
        write(
                "second.yaml",
                NEWSLETTER.replace("name: newsletter", "name: second").replace("readers", "others")
                        + source.replace("data/inbox", "data/./inbox/"));

        assertThat(problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.key()).isEqualTo("source"));
    }

    @Test
    void sourceIsExactlyOneKind() throws IOException {
        refuse(NEWSLETTER + "source: {folder: {directory: a}, s3: {bucket: segments}}\n")
                .satisfies(problem -> assertThat(problem.expected()).contains("exactly one of folder, sftp and s3"));
        refuse(NEWSLETTER + "source: {}\n")
                .satisfies(problem -> assertThat(problem.expected()).contains("exactly one of folder, sftp and s3"));
    }

    @Test
    void secretThatWasPastedIntoTheFileIsNotShown() throws IOException {
        String sftp =
                "source: {sftp: {host: h, username: u, knownHostsFile: k, directory: d, passwordSecret: Canary-1!}}\n";

        refuse(NEWSLETTER + sftp).satisfies(problem -> {
            assertThat(problem.key()).isEqualTo("source.sftp.passwordSecret");
            assertThat(problem.found()).isEqualTo("something else (not shown)");
        });
        refuse(NEWSLETTER
                        + sftp.replace("passwordSecret", "password")
                                .replace("knownHostsFile", "privateKeyFile: p, knownHostsFile"))
                .satisfies(problem -> assertThat(problem.toString()).doesNotContain("Canary"));
    }

    @Test
    void sourceCannotReachOtherSettings() throws IOException {
        refuse(NEWSLETTER + "source: {folder: {directory: \"data/{{credential.acme-ads.access-token}}\"}}\n")
                .satisfies(problem -> assertThat(problem.key()).isEqualTo("source.folder.directory"));
    }

    @Test
    void archiveThatWouldBePickedUpAgainIsRefused() throws IOException {
        refuse(NEWSLETTER + "source: {s3: {bucket: segments, prefix: in/, archivePrefix: in/}}\n")
                .satisfies(problem -> assertThat(problem.key()).isEqualTo("source.s3.archivePrefix"));
        refuse(NEWSLETTER + "source: {s3: {bucket: segments, prefix: archive/}}\n")
                .satisfies(problem -> assertThat(problem.key()).isEqualTo("source.s3.archivePrefix"));
        refuse(NEWSLETTER + "source: {folder: {directory: in/box, archiveDirectory: ./in/box/}}\n")
                .satisfies(problem -> assertThat(problem.key()).isEqualTo("source.folder.archiveDirectory"));
    }

    @Test
    void sftpServerIsKnownByExactlyOneThing() throws IOException {
        String sftp = "source: {sftp: {host: h, username: u, directory: d, passwordSecret: p%s}}\n";
        refuse(NEWSLETTER + sftp.formatted(""))
                .satisfies(problem -> assertThat(problem.toString())
                        .contains("exactly one of knownHostsFile and hostKeyFingerprint", "neither"));
        String fingerprint = ", hostKeyFingerprint: 'SHA256:" + "a".repeat(43) + "'";
        refuse(NEWSLETTER + sftp.formatted(fingerprint + ", knownHostsFile: k"))
                .satisfies(problem -> assertThat(problem.toString()).contains("both"));
        refuse(NEWSLETTER + sftp.formatted(", hostKeyFingerprint: 'MD5:00'"))
                .satisfies(problem -> assertThat(problem.key()).isEqualTo("source.sftp.hostKeyFingerprint"));
    }

    @Test
    void proxyCannotReachOtherSettings() throws IOException {
        refuse(NEWSLETTER + "source: {sftp: {host: h, username: u, directory: d, passwordSecret: p, knownHostsFile: k,"
                        + " proxy: {type: http, host: p, port: 1, username: '{{x}}', passwordSecret: p}}}\n")
                .satisfies(problem -> assertThat(problem.key()).isEqualTo("source.sftp.proxy.username"));
    }

    @Test
    void aliasesAreRefused() throws IOException {
        refuse("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n").satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(1);
            assertThat(problem.found()).isEqualTo("a YAML anchor or alias");
        });
    }

    @Test
    void severalDocumentsAreRefused() throws IOException {
        refuse(NEWSLETTER + "---\n" + NEWSLETTER).satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(7);
            assertThat(problem.found()).isEqualTo("a second document");
        });
    }

    @Test
    void keyTwiceIsRefused() throws IOException {
        refuse(NEWSLETTER + "credential: other\n").satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(6);
            assertThat(problem.found()).isEqualTo("the key \"credential\" twice");
        });
    }

    @Test
    void brokenYamlNamesTheLineAndShowsNothingOfTheFile() throws IOException {
        refuse("name: newsletter\npassword: \"canary\nuserIdTypes: [EMAIL\n").satisfies(problem -> {
            assertThat(problem.line()).isPositive();
            assertThat(problem.found()).startsWith("invalid YAML").doesNotContain("canary");
        });
    }

    @Test
    void deepNestingIsRefused() throws IOException {
        refuse("a: " + "[".repeat(20_000))
                .satisfies(problem -> assertThat(problem.found()).isEqualTo("more than 10 levels"));
    }

    @Test
    void hugeFileIsRefused() throws IOException {
        refuse("#".repeat(64 * 1024 + 1))
                .satisfies(problem -> assertThat(problem.found()).isEqualTo("a larger file"));
    }

    @Test
    void emptyFileIsRefused() throws IOException {
        refuse("").satisfies(problem -> assertThat(problem.found()).isEqualTo("an empty file"));
        refuse("# nothing\n").satisfies(problem -> assertThat(problem.found()).isEqualTo("an empty file"));
        refuse("just text\n").satisfies(problem -> assertThat(problem.found()).isEqualTo("no top-level keys"));
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() throws IOException {
        Files.write(
                directory.resolve("newsletter.yaml"),
                NEWSLETTER.replace("readers", "lés").getBytes(StandardCharsets.ISO_8859_1));

        assertThat(problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.found()).isEqualTo("bytes that are not UTF-8"));
    }

    @Test
    void byteOrderMarkIsPassedOver() throws IOException {
        write("newsletter.yaml", "\ufeff" + NEWSLETTER);

        assertThat(Destinations.load(directory).find("newsletter")).isPresent();
    }

    @Test
    void badValueIsBoundedAndItsControlCharactersAreDrawn() throws IOException {
        refuse(NEWSLETTER.replace("acme-ads", "\"\\e[31m" + "x".repeat(500) + "\""))
                .satisfies(problem -> {
                    assertThat(problem.found()).startsWith("\"\\u001b[31mxxx").hasSizeLessThan(120);
                    assertThat(problem.found().chars()).noneMatch(Character::isISOControl);
                });
    }

    @Test
    void otherFilesArePassedOverAndYmlIsNamed() throws IOException {
        write("newsletter.yaml", NEWSLETTER);
        write("destination.schema.json", "{}");
        write(".hidden.yaml", "no: destination");
        Files.createDirectory(directory.resolve("old.yaml"));
        assertThat(Destinations.load(directory).all()).hasSize(1);

        write("second.yml", NEWSLETTER);
        assertThat(problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("second.yml");
            assertThat(problem.expected()).isEqualTo("a file name that ends in .yaml");
        });
    }

    @Test
    void missingFolderIsRefusedAndEmptyFolderIsNot() {
        assertThat(Destinations.load(directory).all()).isEmpty();

        assertThatThrownBy(() -> Destinations.load(directory.resolve("gone")))
                .isInstanceOf(DestinationsRefused.class)
                .hasMessageContaining("expected a folder that can be read");
    }

    @Test
    void unknownDestinationNamesThoseThatThereAre() throws IOException {
        write("newsletter.yaml", NEWSLETTER);
        Destinations destinations = Destinations.load(directory);

        assertThatThrownBy(() -> destinations.require("news\nletter"))
                .isInstanceOf(DestinationUnknown.class)
                .hasMessage("There is no destination \"news\\u000aletter\". The destinations are: newsletter.");
    }

    private static String withPattern(String pattern) {
        return NEWSLETTER.replace("audienceName: Newsletter readers", "audienceNamePattern: " + pattern);
    }

    private ObjectAssert<DestinationProblem> refuse(String yaml) throws IOException {
        write("newsletter.yaml", yaml);
        return assertThat(problems()).singleElement(InstanceOfAssertFactories.type(DestinationProblem.class));
    }

    private List<DestinationProblem> problems() {
        return catchThrowableOfType(DestinationsRefused.class, () -> Destinations.load(directory))
                .problems();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text, UTF_8);
    }
}
