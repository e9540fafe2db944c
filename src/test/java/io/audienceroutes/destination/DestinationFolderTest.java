package io.audienceroutes.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DestinationFolderTest {
    @TempDir
    Path directory;

    private DestinationFolder folder;

    @BeforeEach
    void writeTwo() throws IOException {
        write("crm", "");
        write("shop", "");
        folder = new DestinationFolder(directory);
    }

    @Test
    void fileThatIsNotValidIsOutAlone() throws IOException {
        write("bad", "colour: red\n");

        assertThat(folder.now().all()).extracting(Destination::name).containsExactly("crm", "shop");
        assertThat(folder.problems()).extracting(DestinationProblem::file).containsOnly("bad.yaml");
        assertThat(folder.require("shop").name()).isEqualTo("shop");
        assertThatThrownBy(() -> folder.require("bad"))
                .isInstanceOf(DestinationsRefused.class)
                .hasMessageStartingWith("Destination bad cannot be used, because its file in " + directory)
                .hasMessageContaining("colour");
    }

    @Test
    void destinationWhoseFileBreaksKeepsItsLastValidVersion() throws IOException {
        assertThat(folder.require("crm").batchSize()).isEqualTo(10_000);
        write("crm", "batchSize: 500\n");
        assertThat(folder.require("crm").batchSize()).isEqualTo(500);

        write("crm", "batchSize: many\n");

        assertThat(folder.require("crm").batchSize()).isEqualTo(500);
        assertThat(folder.problems()).extracting(DestinationProblem::key).containsExactly("batchSize");

        write("crm", "batchSize: 400\n");
        folder.look();

        assertThat(folder.require("crm").batchSize()).isEqualTo(400);
        assertThat(folder.problems()).isEmpty();
    }

    @Test
    void fileThatIsGoneTakesItsDestinationWithIt() throws IOException {
        assertThat(folder.find("crm")).isPresent();

        Files.delete(directory.resolve("crm.yaml"));

        assertThat(folder.find("crm")).isEmpty();
        assertThatThrownBy(() -> folder.require("crm"))
                .isInstanceOf(DestinationUnknown.class)
                .hasMessageContaining("shop");
    }

    @Test
    void whoComesLaterToAnAudienceIsOut() throws IOException {
        assertThat(folder.problems()).isEmpty();
        Files.writeString(directory.resolve("another.yaml"), yaml("another", "").replace("of another", "of shop"));
        folder.look();

        assertThat(folder.find("another")).isEmpty();
        assertThat(folder.find("shop")).isPresent();
        assertThat(folder.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("another.yaml");
            assertThat(problem.found()).contains("shop.yaml");
        });

        Files.delete(directory.resolve("shop.yaml"));
        folder.look();

        assertThat(folder.find("another")).isPresent();
        assertThat(folder.problems()).isEmpty();
    }

    @Test
    void changeThatTakesAnothersAudienceLeavesBothAsTheyWere() throws IOException {
        assertThat(folder.problems()).isEmpty();
        Files.writeString(
                directory.resolve("crm.yaml"), yaml("crm", "batchSize: 9\n").replace("of crm", "of shop"));
        folder.look();

        assertThat(folder.require("crm").fixedAudienceName()).contains("Readers of crm");
        assertThat(folder.require("shop").fixedAudienceName()).contains("Readers of shop");
        assertThat(folder.problems()).extracting(DestinationProblem::file).containsExactly("crm.yaml");
    }

    @Test
    void samplesThatWouldGoToAnAudienceThatIsFedAlreadyAreRefusedInTheirOwnFile() throws IOException {
        String sample = SampleFirst.audienceName("Readers of crm");
        Files.writeString(directory.resolve("shop.yaml"), yaml("shop", "").replace("Readers of shop", sample));
        assertThat(folder.problems()).isEmpty();

        write("crm", "sampleFirst: {members: 10}\n");
        folder.look();

        assertThat(folder.require("crm").sampleFirst()).isEmpty();
        assertThat(folder.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo("sampleFirst");
            assertThat(problem.found()).contains("shop.yaml");
        });
    }

    @Test
    void folderThatGoesAwayChangesNothingButIsTold() throws IOException {
        assertThat(folder.now().all()).hasSize(2);
        Path elsewhere = directory.resolveSibling("elsewhere");
        Files.move(directory, elsewhere);
        folder.look();

        assertThat(folder.now().all()).hasSize(2);
        assertThat(folder.problems())
                .extracting(DestinationProblem::expected)
                .containsExactly("a folder that can be read");
        assertThatThrownBy(() -> new DestinationFolder(directory).requireReadable())
                .isInstanceOf(DestinationsRefused.class);

        Files.move(elsewhere, directory);
        folder.look();
        assertThat(folder.problems()).isEmpty();
    }

    @Test
    void removedFileMayBeOneThatIsNotValid() throws IOException {
        write("crm", "colour: red\n");

        assertThat(folder.remove("crm"))
                .isEqualTo(directory.resolve("crm.yaml"))
                .doesNotExist();
        assertThat(folder.problems()).isEmpty();
        for (String name : new String[] {"crm", "../crm", "", "Crm"}) {
            assertThatThrownBy(() -> folder.remove(name)).as(name).isInstanceOf(DestinationUnknown.class);
        }
    }

    private void write(String name, String more) throws IOException {
        Files.writeString(directory.resolve(name + ".yaml"), yaml(name, more));
    }

    private static String yaml(String name, String more) {
        return """
                name: %s
                credential: acme-ads
                advertiserIds: ["7000000000000000001"]
                audienceName: Readers of %s
                userIdTypes: [EMAIL]
                """.formatted(name, name) + more;
    }
}
