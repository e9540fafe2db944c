package io.audienceroutes.cli;

import io.audienceroutes.app.Bundle;
import io.audienceroutes.app.InvalidSettings;
import io.audienceroutes.destination.DestinationsRefused;
import io.audienceroutes.diagnosis.Check;
import io.audienceroutes.diagnosis.Diagnosis;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks whether deliveries can work. */
@Command(
        name = "doctor",
        description = "Check everything that deliveries need, and show how to fix what is wrong: folders and disk,"
                + " settings, clock, the connection to TikTok, tokens, permissions, advertisers, roles, audiences."
                + " Changes nothing. Exit code 0, 3 if there are warnings, 1 if there are faults.",
        mixinStandardHelpOptions = true)
final class DoctorCommand extends BundleCommand {
    @Option(names = "--destination", paramLabel = "NAME", description = "Check only this destination.")
    private Optional<String> destination;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws Exception {
        QuietLog.use();
        Diagnosis diagnosis = examine();
        say(json.shown(diagnosis, () -> DiagnosisText.of(diagnosis)));
        return diagnosis.exitCode();
    }

    private Diagnosis examine() throws InterruptedException {
        try (DoctorsState state = DoctorsState.of(profiles());
                Bundle bundle = Bundle.start(state.options())) {
            Doctor doctor = new Doctor(bundle, state.data());
            if (destination.isPresent()) {
                return doctor.examine(List.of(bundle.wiring().destination(destination.get())), List.of());
            }
            return doctor.examine(
                    bundle.wiring().destinations(), bundle.wiring().folder().problems());
        } catch (InvalidSettings e) {
            return fault("Settings", e, "Correct the named setting in config/application.properties.");
        } catch (DestinationsRefused e) {
            return fault("Destinations", e, "Correct the named setting in config/destinations.");
        }
    }

    private static Diagnosis fault(String question, RuntimeException refusal, String remedy) {
        return new Diagnosis(List.of(Check.fault("installation", question, refusal.getMessage(), remedy)));
    }
}
