package io.audienceroutes.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.app.RunningBundle;
import io.audienceroutes.testing.PgpKit;
import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Failure;
import io.audienceroutes.workflow.Finding;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of the corpus goes through the real routes to a live simulator, and becomes what its description says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("flow")
class CorpusTest {
    private static final String PASSPHRASE = "correct horse";

    private Path folder;

    private SimulatorDriver tiktok;
    private RunningBundle bundle;
    private CorpusBytes bytes;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        Map<String, PgpKit> people = Map.of(
                "ours", PgpKit.withPassphrase(PASSPHRASE),
                "theirs", PgpKit.withPassphrase(PASSPHRASE),
                "partner", PgpKit.withPassphrase(PASSPHRASE),
                "stranger", PgpKit.withPassphrase(PASSPHRASE));
        bytes = new CorpusBytes(people);
        people.get("ours").writePrivateKey(folder.resolve("ours.asc"));
        people.get("partner").writePublicKey(folder.resolve("partner.asc"));
        people.get("theirs").writePublicKey(folder.resolve("theirs.asc"));
        Files.writeString(
                folder.resolve("signers.asc"),
                Files.readString(folder.resolve("theirs.asc")) + Files.readString(folder.resolve("partner.asc")));
        tiktok = new SimulatorDriver();
        bundle = set(RunningBundle.in(folder, tiktok.baseUrl()));
        secret("pgp-passphrase", PASSPHRASE);
        secret("wrong-passphrase", "wrong");
        bundle.destination("corpus");
        bundle.start();
    }

    /** With the settings that ship. */
    RunningBundle set(RunningBundle plain) {
        return plain;
    }

    @AfterAll
    void stop() {
        bundle.close();
        tiktok.close();
    }

    List<CorpusCase> files() throws IOException {
        return CorpusCase.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void becomesWhatItsDescriptionSays(CorpusCase file) throws IOException {
        int sentBefore = tiktok.calls(SimulatorDriver.MAPPING).size();
        bundle.destination("corpus", settings(file));

        Workflow workflow = bundle.awaitEnd(bundle.deliver("corpus", file.fileName(), bytes.of(file)));

        if (file.refused().isPresent()) {
            assertRefused(workflow, file);
            assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSize(sentBefore);
        } else {
            assertDelivered(workflow, file);
        }
    }

    @Test
    void theCorpusHoldsManyFilesEachWithANameOfItsOwn() throws IOException {
        assertThat(CorpusCase.all())
                .extracting(CorpusCase::id)
                .hasSizeGreaterThan(90)
                .doesNotHaveDuplicates();
    }

    private void assertRefused(Workflow workflow, CorpusCase file) {
        assertThat(workflow.state()).isEqualTo(WorkflowState.FAILED);
        Failure failure = workflow.failure().orElseThrow();
        assertThat(failure.condition())
                .as(failure.message())
                .isEqualTo(file.refused().orElseThrow());
        assertThat(failure.message()).doesNotContain("@", PASSPHRASE, folder.toString());
        file.says().ifPresent(words -> assertThat(failure.message()).contains(words));
        assertThat(bundle.receipt(workflow.id()).balances()).isTrue();
    }

    private void assertDelivered(Workflow workflow, CorpusCase file) throws IOException {
        assertThat(workflow.failure()).isEmpty();
        assertThat(workflow.state()).isIn(WorkflowState.SUCCEEDED, WorkflowState.ISSUE);
        Receipt receipt = bundle.receipt(workflow.id());
        assertThat(receipt.balances()).as("%s", receipt).isTrue();
        assertThat(receipt.rowsRead()).isEqualTo(file.rows().orElseThrow().longValue());
        file.format().ifPresent(format -> assertThat(receipt.findings()).contains(new Finding("format", format)));
        file.warns()
                .ifPresent(words ->
                        assertThat(String.join("\n", receipt.warnings())).contains(words));
        assertThat(tiktok.emails(file.id())).isEqualTo(hashes(file.members().orElseThrow()));
        file.rejects()
                .ifPresent(expected -> assertThat(rejects(workflow))
                        .hasSize(expected.size())
                        .allMatch(line -> expected.stream().anyMatch(line::startsWith)));
    }

    private List<String> rejects(Workflow workflow) {
        Path file = bundle.data().resolve("workflows").resolve(workflow.id()).resolve("rejects.csv");
        try {
            return Files.readAllLines(file).stream().skip(1).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String[] settings(CorpusCase file) {
        List<String> lines = new ArrayList<>();
        lines.add("audienceName: " + file.id());
        for (String line : file.settings().orElse(List.of())) {
            lines.add(line.replace("OURS", folder.resolve("ours.asc").toString())
                    .replace("PARTNER", folder.resolve("partner.asc").toString())
                    .replace("SIGNERS", folder.resolve("signers.asc").toString()));
        }
        return lines.toArray(String[]::new);
    }

    private void secret(String name, String value) throws IOException {
        Path file = folder.resolve("secrets").resolve(name);
        Files.writeString(file, value);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static SortedSet<String> hashes(List<String> addresses) {
        return addresses.stream().map(CorpusTest::sha256).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String sha256(String address) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(address.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
