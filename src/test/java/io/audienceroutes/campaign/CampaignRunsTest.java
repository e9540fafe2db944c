package io.audienceroutes.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.audience.Audiences;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.state.StoredJson;
import io.audienceroutes.workflow.Admission;
import io.audienceroutes.workflow.Arrival;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowFile;
import io.audienceroutes.workflow.WorkflowFiles;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.Workflows;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the order in which the files of a campaign come: the newest of each group is delivered, once, and none is lost. */
final class CampaignRunsTest {
    private static final List<String> GROUPS = List.of("A", "B", "C", "D", "Control");

    @TempDir
    Path folder;

    private StateDatabase database;
    private Workflows workflows;
    private CampaignRuns campaigns;
    private int received;

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987})
    void newestFileOfEachGroupIsDeliveredWhateverTheOrder(long seed) {
        Random random = new Random(seed);
        Map<String, String> newest = new HashMap<>();
        List<Map<String, String>> expected = new ArrayList<>();
        open();
        for (int i = 0; i < 60; i++) {
            String group = GROUPS.get(random.nextInt(GROUPS.size()));
            String id = receive("spring_" + (random.nextBoolean() ? group : group.toLowerCase(Locale.ROOT)));
            if (!group.equals("Control")) {
                newest.put(group, id);
            }
            if (newest.size() == GROUPS.size() - 1) {
                expected.add(Map.copyOf(newest));
                newest.clear();
            }
            if (random.nextInt(4) == 0) {
                // As after a kill: nothing but the database is left
                database.close();
                open();
            }
        }

        assertThat(complete()).isEqualTo(expected);
        assertThat(collecting()).isEqualTo(newest.isEmpty() ? List.of() : List.of(newest));
        assertThat(workflows.firstBrokenEvent()).isZero();
    }

    @Test
    void sharedStagedCopyIsKnownByItsReaders() {
        open();
        String a = receive("spring_A");
        String again = receive("spring_a");
        WorkflowFiles files = new WorkflowFiles(database);
        String run = campaigns.deliveredBy(a).get(0);

        assertThat(campaigns.deliveredBy(again)).containsExactly(run);
        assertThat(files.readersOf(again)).extracting(Workflow::id).containsExactly(run);
        assertThat(files.readersOf(a)).as("replaced").isEmpty();
        assertThat(files.of(run)).extracting(WorkflowFile::replaced).containsExactly(true, false);
    }

    private List<Map<String, String>> complete() {
        return runs("TURN");
    }

    private List<Map<String, String>> collecting() {
        return runs("FILE");
    }

    private List<Map<String, String>> runs(String waitingFor) {
        WorkflowFiles files = new WorkflowFiles(database);
        return workflows.list(Optional.of(WorkflowState.WAITING), 1_000).stream()
                .filter(workflow -> workflow.waitingFor().orElseThrow().name().equals(waitingFor))
                .sorted(Comparator.comparingLong(Workflow::arrival))
                .map(workflow -> files.of(workflow.id()).stream()
                        .filter(file -> !file.replaced())
                        .collect(Collectors.toMap(file -> file.group().orElseThrow(), WorkflowFile::stagedAs)))
                .toList();
    }

    private String receive(String name) {
        Destination settings = destination();
        String file = name + ".csv";
        long audience = new Audiences(database, Clock.systemUTC()).rowFor(settings, "Buyers of spring");
        String id = new Admission(workflows)
                .open(
                        settings,
                        audience,
                        "Buyers of spring",
                        new Arrival(file, false, "pick-up of spring"),
                        (handle, opened) -> {});
        String sha256 = String.format(Locale.ROOT, "%064x", received++);
        campaigns.admit(id, settings.partOf(file).orElseThrow(), sha256, 10);
        return id;
    }

    private void open() {
        database = new StateDatabase(folder.resolve("state.db"));
        workflows = new Workflows(database, Clock.systemUTC());
        campaigns = new CampaignRuns(workflows, Clock.systemUTC());
    }

    private static Destination destination() {
        return StoredJson.read(
                "{\"name\":\"spring\",\"credential\":\"acme-ads\",\"advertiserIds\":[\"7000000000000000001\"],"
                        + "\"userIdTypes\":[\"EMAIL\"],\"campaign\":{\"files\":\"single\",\"pattern\":"
                        + "\"(?<campaign>.+)_(?<group>.+)\\\\.csv\",\"groups\":[\"A\",\"B\",\"C\",\"D\"],"
                        + "\"controlGroups\":[\"Control\"],\"audienceName\":\"Buyers of {campaign}\"}}",
                Destination.class);
    }
}
