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

/** Says whether deliveries can work. */
@Command(
        name = "doctor",
        description =
                "Check whether deliveries can work, and say what to do about what stands in their way: folders and"
                        + " disk, settings, clock, the way to TikTok, tokens, permissions, advertisers, roles, audiences. Changes"
                        + " nothing. Ends with 0, with 3 where there are warnings, with 1 where there is a fault.",
        mixinStandardHelpOptions = true)
final class DoctorCommand extends BundleCommand {
    @Option(names = "--destination", paramLabel = "NAME", description = "Ask only of this destination.")
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
            return fault("Settings", e, "Correct what the text names, in config/application.properties.");
        } catch (DestinationsRefused e) {
            return fault("Destinations", e, "Correct what the text names, in config/destinations.");
        }
    }

    private static Diagnosis fault(String question, RuntimeException refusal, String remedy) {
        return new Diagnosis(List.of(Check.fault("installation", question, refusal.getMessage(), remedy)));
    }
}
