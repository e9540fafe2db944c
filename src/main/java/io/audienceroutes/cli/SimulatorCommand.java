package io.audienceroutes.cli;

import io.audienceroutes.app.BundleHome;
import io.audienceroutes.app.BundleOptions;
import io.audienceroutes.app.BundleSettings;
import io.audienceroutes.app.SandboxSimulator;
import io.audienceroutes.simulator.Simulator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the TikTok simulator alone. */
@Command(
        name = "simulator",
        description = "Run the TikTok simulator on 127.0.0.1 until interrupted.",
        mixinStandardHelpOptions = true)
final class SimulatorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port to listen on; 0 uses a free one. Default: simulator.port of the configuration.")
    private Integer port;

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> overrides = Optional.ofNullable(port)
                .map(given -> Map.of("simulator.port", given.toString()))
                .orElse(Map.of());
        BundleOptions options = BundleOptions.forOneWorkflow(BundleHome.find(), List.of("sandbox"))
                .with(overrides);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (BundleSettings settings = BundleSettings.load(options);
                Simulator simulator = SandboxSimulator.start(settings)) {
            Runtime.getRuntime().addShutdownHook(new Thread(interrupted::countDown, "interrupted"));
            spec.commandLine()
                    .getOut()
                    .println("TikTok simulator on " + simulator.baseUrl() + " (stop it with Ctrl-C)");
            spec.commandLine().getOut().flush();
            interrupted.await();
            return 0;
        }
    }
}
