package io.audienceroutes.cli;

import io.audienceroutes.app.Bundle;
import io.audienceroutes.app.BundleHome;
import io.audienceroutes.app.BundleOptions;
import io.audienceroutes.app.CredentialWiring;
import io.audienceroutes.authorization.AuthorizationCallback;
import io.audienceroutes.authorization.AuthorizationRequests.Outcome;
import io.audienceroutes.authorization.PendingAuthorization;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Obtains a grant for a credential: prints the link and waits for the callback, or reads what the user pastes if the
 * owner's browser cannot reach this machine.
 */
final class GrantCommand {
    private static final long LOOK_MILLIS = 100;

    private final List<String> profiles;
    private final String credential;
    private final PrintWriter out;

    GrantCommand(List<String> profiles, String credential, PrintWriter out) {
        this.profiles = profiles;
        this.credential = credential;
        this.out = out;
    }

    /** Prints a link and waits; the callback is served by a running bundle, or else by this process. */
    int byCallback() throws InterruptedException {
        try (StoredState stored = StoredState.open(profiles)) {
            if (stored.wiring().queue().runnerElsewhere()) {
                CredentialWiring credentials = stored.wiring().credentials();
                return await(credentials, pendingAuthorization(credentials), () -> false);
            }
        }
        try (Bundle bundle = Bundle.start(BundleOptions.forOneGrant(BundleHome.find(), profiles))) {
            CredentialWiring credentials = bundle.wiring().credentials();
            return await(credentials, pendingAuthorization(credentials), bundle::ending);
        }
    }

    /** Prints a link and reads what the user pastes. */
    int byPaste() {
        try (Bundle bundle = Bundle.forOneWorkflow(profiles)) {
            pendingAuthorization(bundle.wiring().credentials());
            return bringHome(
                    bundle, SecretInput.read(Optional.empty(), "Address that the browser was redirected to, or code"));
        }
    }

    /** Reads the answer from a file, for the newest link of this credential. */
    int byFile(Path file) {
        String answer = SecretInput.read(Optional.of(file), "address or code");
        try (Bundle bundle = Bundle.forOneWorkflow(profiles)) {
            return bringHome(bundle, answer);
        }
    }

    private int bringHome(Bundle bundle, String answer) {
        Outcome outcome = bundle.ask(
                "complete-authorization", AuthorizationCallback.pasted(credential, answer), Map.of(), Outcome.class);
        say(outcome.text());
        return 0;
    }

    private PendingAuthorization pendingAuthorization(CredentialWiring credentials) {
        PendingAuthorization pendingAuthorization =
                credentials.authorizationFlow().pendingAuthorization(credential, BundleCommand.actor());
        say("Have the owner of the TikTok account open this link before " + pendingAuthorization.expiresAt() + ":");
        say("");
        say("  " + pendingAuthorization.link());
        say("");
        say("The owner needs the role Operator (recommended) or Admin on the advertising accounts.");
        return pendingAuthorization;
    }

    private int await(CredentialWiring credentials, PendingAuthorization pendingAuthorization, BooleanSupplier ending)
            throws InterruptedException {
        while (credentials.authorizationFlow().serves(pendingAuthorization)) {
            Optional<Outcome> outcome = credentials.authorizationFlow().outcome(pendingAuthorization);
            if (outcome.isPresent()) {
                say(outcome.get().text());
                return outcome.get().succeeded() ? 0 : 1;
            }
            if (ending.getAsBoolean()) {
                say(
                        "Interrupted: this command no longer waits for the callback. If the link was already opened, save the address"
                                + " that the browser was redirected to in a file, and run: audience-routes credentials authorize "
                                + credential + " --answer-file FILE");
                return 1;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        say(
                "This link was not used: it has expired or was replaced by a newer one. Create a new one with: audience-routes"
                        + " credentials authorize "
                        + credential);
        return 1;
    }

    private void say(String text) {
        out.println(text);
        out.flush();
    }
}
