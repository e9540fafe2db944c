package io.audienceroutes.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DestinationDraftTest {
    private static final String CRM = """
            name: crm
            credential: acme-ads
            advertiserIds: ["7654321098765432109"]
            audienceName: Readers
            userIdTypes: [EMAIL]
            """;

    @TempDir
    Path directory;

    @Test
    void draftThatIsSavedLiesThereAsItWasWritten() throws IOException {
        DestinationDraft draft = DestinationDraft.of(directory, CRM);
        assertThat(directory).isEmptyDirectory();
        assertThat(draft.replaces()).isFalse();

        draft.save();

        assertThat(directory.resolve("crm.yaml")).hasContent(CRM);
        assertThat(directory).isDirectoryContaining("glob:**crm.yaml").isDirectoryNotContaining("glob:**.partial");
        assertThat(DestinationDraft.of(directory, CRM).replaces()).isTrue();
    }

    @Test
    void draftIsCheckedBesideTheOtherDestinations() throws IOException {
        Files.writeString(directory.resolve("crm.yaml"), CRM);

        assertThatThrownBy(() -> DestinationDraft.of(directory, CRM.replace("name: crm", "name: other")))
                .isInstanceOf(DestinationsRefused.class)
                .hasMessageContaining("crm.yaml");
        assertThat(directory.resolve("other.yaml")).doesNotExist();
    }

    @Test
    void everyProblemOfADraftIsNamed() {
        assertThatThrownBy(() ->
                        DestinationDraft.of(directory, CRM.replace("7654321098765432109", "12") + "colour: red\n"))
                .isInstanceOf(DestinationsRefused.class)
                .hasMessageContaining("colour")
                .hasMessageContaining("advertiserIds[0]");
    }

    @Test
    void nameThatCouldLeadOutOfTheFolderIsRefused() {
        for (String name : new String[] {"../crm", "a/b", "", ".crm", "{a: b}"}) {
            assertThatThrownBy(() -> DestinationDraft.of(directory, CRM.replace("name: crm", "name: " + name)))
                    .as(name)
                    .isInstanceOf(DestinationsRefused.class);
        }
        assertThatThrownBy(() -> DestinationDraft.of(directory, ": no : yaml : ["))
                .isInstanceOf(DestinationsRefused.class);
        assertThat(directory.getParent().resolve("crm.yaml")).doesNotExist();
    }

    @Test
    void promotedFileLosesItsKeyAndNothingElse() throws IOException {
        String sandboxed = "# Ours\r\n" + CRM.replace("\n", "\r\n") + "sandbox: true   # until May\r\n# end";
        Files.writeString(directory.resolve("crm.yaml"), sandboxed);
        assertThat(Destinations.load(directory).require("crm").owner()).isEqualTo("7000000000000000001");

        DestinationDraft draft = DestinationDraft.promoted(directory, "crm");
        draft.save();

        assertThat(Files.readString(directory.resolve("crm.yaml")))
                .isEqualTo(sandboxed.replace("sandbox: true   # until May\r\n", ""));
        assertThat(draft.destination().sandbox()).isFalse();
        assertThat(draft.destination().owner()).isEqualTo("7654321098765432109");
        assertThatThrownBy(() -> DestinationDraft.promoted(directory, "crm"))
                .isInstanceOf(DestinationsRefused.class)
                .hasMessageContaining("it is in production");
    }

    @Test
    void credentialOfTheSandboxIsNobodysOwn() {
        assertThatThrownBy(
                        () -> DestinationDraft.of(directory, CRM.replaceAll("credential: .*", "credential: rehearsal")))
                .isInstanceOf(DestinationsRefused.class)
                .hasMessageContaining("credential")
                .hasMessageContaining("sandbox: true");
    }
}
