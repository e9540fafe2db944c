package io.audienceroutes.api;

import io.audienceroutes.credential.Refusals;
import io.audienceroutes.destination.ConnectionStates;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.DestinationDraft;
import io.audienceroutes.destination.DestinationFolder;
import io.audienceroutes.diagnosis.Check;
import io.audienceroutes.diagnosis.ConnectionChecks;
import io.audienceroutes.diagnosis.Diagnosis;
import io.audienceroutes.diagnosis.Verdict;
import io.audienceroutes.state.StoredJson;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Header;

/**
 * Destinations over HTTP: the same checks as for commands; only valid destinations are saved. Called by the routes
 * {@code console-*}.
 */
public final class DestinationApi {
    private final DestinationFolder folder;
    private final ConnectionChecks checks;
    private final ConnectionStates states;
    private final Refusals refusals;

    /** @param folder the destination files */
    public DestinationApi(
            DestinationFolder folder, ConnectionChecks checks, ConnectionStates states, Refusals refusals) {
        this.folder = folder;
        this.checks = checks;
        this.states = states;
        this.refusals = refusals;
    }

    /** Every destination, and whether it can deliver. */
    public ApiAnswer list() {
        folder.look();
        List<Destination> all = folder.now().all();
        return ApiAnswer.json(200, StoredJson.writePretty(DestinationView.of(all, states.all())));
    }

    /** The problems of this destination. An operator asked, so a refused token is tried once more. */
    public ApiAnswer check(@Header("name") String name) {
        Destination destination = folder.require(name);
        refusals.clear(destination.credential());
        Diagnosis diagnosis = new Diagnosis(checks.of(destination));
        states.askAgain(name);
        return ApiAnswer.json(200, StoredJson.writePretty(diagnosis));
    }

    /** Saves a new destination. */
    public ApiAnswer add(@Body String yaml) {
        DestinationDraft draft = DestinationDraft.of(folder, yaml);
        if (draft.replaces()) {
            throw new ApiConflict(
                    "There is a destination " + draft.destination().name()
                            + " already. Nothing was saved. To change it, use: PUT /api/destinations/NAME");
        }
        return save(draft, 201);
    }

    /** Replaces the destination with the same name. */
    public ApiAnswer edit(@Header("name") String name, @Body String yaml) {
        Destination unused = folder.require(name);
        DestinationDraft draft = DestinationDraft.of(folder, yaml);
        if (!draft.destination().name().equals(name)) {
            throw new ApiConflict(
                    "The file describes destination " + draft.destination().name()
                            + ", but the address names another destination. Nothing was saved. Correct one of them.");
        }
        return save(draft, 200);
    }

    private ApiAnswer save(DestinationDraft draft, int saved) {
        String name = draft.destination().name();
        List<Check> found = checks.of(draft.destination());
        if (new Diagnosis(found).worst() == Verdict.FAULT) {
            return ApiAnswer.json(
                    422,
                    StoredJson.writePretty(Map.of(
                            "error",
                            "Nothing was saved: the connection of destination " + name
                                    + " is not valid. Follow the remedy of each fault, then send it again.",
                            "checks",
                            found)));
        }
        if (!new Diagnosis(found).validates()) {
            return ApiAnswer.json(
                    503,
                    StoredJson.writePretty(Map.of(
                            "error",
                            "Nothing was saved: the connection of destination " + name
                                    + " could not be validated, because TikTok did not answer all calls. Send it again"
                                    + " when TikTok responds.",
                            "checks",
                            found)));
        }
        draft.save();
        folder.look();
        states.askAgain(name);
        return ApiAnswer.json(saved, StoredJson.writePretty(Map.of("destination", name, "checks", found)));
    }
}
