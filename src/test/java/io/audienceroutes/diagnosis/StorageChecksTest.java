package io.audienceroutes.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageChecksTest {
    private static final long ANY = 1;
    private static final long MORE_THAN_THERE_IS = Long.MAX_VALUE >> 20;

    @TempDir
    Path folder;

    @Test
    void ownFolderThatIsClosedToOthersIsFine() throws IOException {
        Path own = rights(Files.createDirectory(folder.resolve("data")), "rwx------");

        assertThat(new StorageChecks(ANY).ofOwnFolder("data", own))
                .extracting(Check::question, Check::verdict)
                .containsExactly(
                        tuple("Folder of data", Verdict.FINE),
                        tuple("Privacy of data", Verdict.FINE),
                        tuple("Disk space of data", Verdict.FINE));
        assertThat(own).isEmptyDirectory();
    }

    @Test
    void folderThatIsMadeAtFirstUseIsFine() {
        assertThat(new StorageChecks(ANY).ofOwnFolder("data", folder.resolve("not/yet")))
                .allSatisfy(check -> assertThat(check.verdict()).isEqualTo(Verdict.FINE))
                .satisfiesExactly(
                        check -> assertThat(check.found()).endsWith("is created at first use"),
                        check -> assertThat(check.question()).isEqualTo("Disk space of data"));
        assertThat(folder.resolve("not")).doesNotExist();
    }

    @Test
    void fileInTheWayOfAFolderIsAFault() throws IOException {
        Path file = Files.writeString(folder.resolve("data"), "");

        assertThat(new StorageChecks(ANY).ofOwnFolder("data", file))
                .first()
                .extracting(Check::question, Check::verdict)
                .containsExactly("Folder of data", Verdict.FAULT);
    }

    @Test
    void folderThatOthersReadIsWarnedAboutWithItsRemedy() throws IOException {
        Path own = rights(Files.createDirectory(folder.resolve("data")), "rwxr-xr-x");

        assertThat(new StorageChecks(ANY).ofOwnFolder("data", own))
                .filteredOn(check -> check.verdict() == Verdict.WARNING)
                .singleElement()
                .satisfies(check -> assertThat(check.remedy()).contains("Remove their permissions: chmod 700 " + own));
    }

    @Test
    void fullDiskIsAFault() {
        assertThat(new StorageChecks(MORE_THAN_THERE_IS).ofOwnFolder("data", folder))
                .filteredOn(check -> check.question().equals("Disk space of data"))
                .singleElement()
                .extracting(Check::verdict)
                .isEqualTo(Verdict.FAULT);
    }

    @Test
    void privateFileIsReadByItsOwnerAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "k");
        StorageChecks checks = new StorageChecks(ANY);

        assertThat(checks.ofFile("key", rights(file, "rw-------"), true).verdict())
                .isEqualTo(Verdict.FINE);
        assertThat(checks.ofFile("key", rights(file, "rw-r-----"), true).verdict())
                .isEqualTo(Verdict.FAULT);
        assertThat(checks.ofFile("rules", file, false).verdict()).isEqualTo(Verdict.FINE);
        assertThat(checks.ofFile("key", folder.resolve("none"), true).verdict()).isEqualTo(Verdict.FAULT);
    }

    @Test
    void worstAnswerDecidesTheExitCode() {
        Check fine = Check.fine("a", "b", "c");
        Check unknown = Check.unknown("a", "b", "c");
        Check warning = Check.warning("a", "b", "c", "d");
        Check fault = Check.fault("a", "b", "c", "d");

        assertThat(new Diagnosis(List.of()).exitCode()).isZero();
        assertThat(new Diagnosis(List.of(fine, unknown)).exitCode()).isZero();
        assertThat(new Diagnosis(List.of(warning, fine)).exitCode()).isEqualTo(3);
        assertThat(new Diagnosis(List.of(fine, fault, warning)).exitCode()).isEqualTo(1);
    }

    @Test
    void badAnswerWithoutARemedyIsRefused() {
        assertThatThrownBy(() -> new Check("a", "b", Verdict.FAULT, "c", Optional.empty(), Optional.empty()))
                .hasMessage("The check 'b' found a fault and names no remedy.");
    }

    private static Path rights(Path path, String rights) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }
}
