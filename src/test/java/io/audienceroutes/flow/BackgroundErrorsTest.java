package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.app.RunningBundle;
import io.audienceroutes.failure.Alert;
import io.audienceroutes.source.SourceState;
import io.audienceroutes.testing.LogCapture;
import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.WorkflowState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.builder.AdviceWith;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An Error in a timer's route or in a pick-up is told once as an internal error, and ends neither timer nor pick-up. */
@Tag("flow")
final class BackgroundErrorsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int TIMES = 4;

    @TempDir
    Path folder;

    private SimulatorDriver tiktok;
    private RunningBundle bundle;
    private Path inbox;

    @BeforeEach
    void start() throws IOException {
        inbox = Files.createDirectories(folder.resolve("inbox"));
        tiktok = new SimulatorDriver();
        bundle = RunningBundle.in(folder, tiktok.baseUrl())
                .with("sources.retry-delay-ms", "500")
                .with("clean-up.interval-ms", "50")
                .with("clean-up.first-delay-ms", "1")
                .with("watch.look-interval-ms", "50");
        destination("first");
        bundle.pickingUp().start();
    }

    @AfterEach
    void stop() {
        bundle.close();
        tiktok.close();
    }

    @ParameterizedTest
    @MethodSource
    void errorInATimersRouteIsToldOnce(String route) throws Exception {
        AtomicInteger met = new AtomicInteger();
        try (LogCapture log = new LogCapture(Level.WARN)) {
            fail(route, met, Integer.MAX_VALUE);
            await().atMost(PATIENCE).until(() -> met.get() >= TIMES);
            await().atMost(PATIENCE).until(() -> !internalErrors().isEmpty());
            assertThat(log.text().lines().filter(line -> line.contains(" Error processing exchange")))
                    .isEmpty();
        }

        assertThat(internalErrors())
                .singleElement()
                .satisfies(alert -> assertThat(alert.message()).contains("route " + route, "NoClassDefFoundError"));
    }

    static List<String> errorInATimersRouteIsToldOnce() {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            List<String> timers = files.filter(BackgroundErrorsTest::beginsWithATimer)
                    .map(file -> file.getFileName().toString().replace(".camel.yaml", ""))
                    .sorted()
                    .toList();
            assertThat(timers).contains("run-workflows", "watch-files");
            return timers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void errorInAPickUpIsToldOnceAndTheFileIsTakenAfterwards() throws Exception {
        AtomicInteger met = new AtomicInteger();
        bundle.camel().getCamelContextExtension().addInterceptStrategy((context, step, target, next) -> exchange -> {
            if ("receive-from-folder".equals(step.getId()) && met.get() < 2) {
                met.incrementAndGet();
                throw new NoClassDefFoundError("io/example/Missing");
            }
            target.process(exchange);
        });
        // The edited destination's pick-up is recreated, with the failing step
        destination("edited");

        Files.writeString(inbox.resolve("list.csv"), Lists.file(0, 3));

        await().atMost(PATIENCE)
                .until(() -> bundle.workflows().stream()
                        .anyMatch(workflow -> workflow.state() == WorkflowState.SUCCEEDED
                                || workflow.state() == WorkflowState.ISSUE));
        assertThat(met).hasValue(2);
        assertThat(internalErrors())
                .singleElement()
                .satisfies(alert -> assertThat(alert.message()).contains("inbox", "NoClassDefFoundError", "crm"));
        await().atMost(PATIENCE).until(() -> bundle.sourceStates().get(0).state() == SourceState.State.UP);
    }

    private void destination(String description) {
        bundle.destination(
                "crm",
                "description: " + description,
                "source: {folder: {directory: \"" + inbox + "\", settleSeconds: 1, pollSeconds: "
                        + (description.equals("first") ? 2 : 1) + "}}");
    }

    private void fail(String route, AtomicInteger met, int times) throws Exception {
        AdviceWith.adviceWith(
                bundle.camel(),
                route,
                advice -> advice.weaveAddFirst().process(exchange -> {
                    if (met.get() < times) {
                        met.incrementAndGet();
                        throw new NoClassDefFoundError("io/example/Missing");
                    }
                }));
    }

    private List<Alert> internalErrors() {
        return bundle.alerts().stream()
                .filter(alert -> alert.action().filter("internal-error"::equals).isPresent())
                .toList();
    }

    private static boolean beginsWithATimer(Path file) {
        try {
            return Files.readString(file).contains("uri: timer\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
