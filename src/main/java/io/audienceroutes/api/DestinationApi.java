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
import io.audienceroutes.people.Principal;
import io.audienceroutes.workflow.AuditLog;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Header;

/**
 * Destinations over HTTP: the same checks as by command, and nothing is saved that does not pass them. Called by the
 * routes {@code console-*}.
 */
public final class DestinationApi {
    private final DestinationFolder folder;
    private final ConnectionChecks checks;
    private final ConnectionStates states;
    private final Refusals refusals;
    private final AuditLog audit;
    private final Idempotency idempotency;

    /** @param folder the destination files */
    public DestinationApi(
            DestinationFolder folder,
            ConnectionChecks checks,
            ConnectionStates states,
            Refusals refusals,
            AuditLog audit,
            Idempotency idempotency) {
        this.folder = folder;
        this.checks = checks;
        this.states = states;
        this.refusals = refusals;
        this.audit = audit;
        this.idempotency = idempotency;
    }

    /** Every destination, and whether it can deliver. */
    public ApiAnswer list() {
        folder.look();
        return ApiAnswer.json(
                200,
                new DestinationList(
                        folder.now().all().stream().map(this::summary).toList()));
    }

    /** One destination. */
    public ApiAnswer show(@Header("name") String name) {
        folder.look();
        return ApiAnswer.json(200, summary(folder.require(name)));
    }

    private DestinationSummary summary(Destination destination) {
        return DestinationSummary.of(
                destination,
                states.all().stream()
                        .filter(state -> state.destination().equals(destination.name()))
                        .findFirst());
    }

    /** What stands in the way of this destination; a person asks, so that a refused token is tried once more. */
    public ApiAnswer check(@Header("name") String name) {
        return ApiAnswer.json(200, CheckReport.of(name, diagnose(name), null));
    }

    /** As above, as it was found. */
    List<Check> diagnose(String name) {
        Destination destination = folder.require(name);
        refusals.clear(destination.credential());
        List<Check> found = checks.of(destination);
        states.askAgain(name);
        return found;
    }

    /** Saves a new destination. */
    public ApiAnswer add(
            @Body String yaml, @Header(Idempotency.HEADER) String key, @Header(Caller.HEADER) Principal caller) {
        return idempotency.once(caller, key, "add destination", yaml, () -> {
            DestinationDraft draft = DestinationDraft.of(folder, yaml);
            if (draft.replaces()) {
                throw new ApiConflict("There is a destination "
                        + draft.destination().name()
                        + " already. Nothing was saved. Edit it: PUT /api/v1/destinations/NAME");
            }
            return save(draft, 201, caller);
        });
    }

    /** Saves a destination in place of the one of its name. */
    public ApiAnswer edit(
            @Header("name") String name,
            @Body String yaml,
            @Header(Idempotency.HEADER) String key,
            @Header(Caller.HEADER) Principal caller) {
        Destination unused = folder.require(name);
        return idempotency.once(caller, key, "edit destination " + name, yaml, () -> {
            DestinationDraft draft = DestinationDraft.of(folder, yaml);
            if (!draft.destination().name().equals(name)) {
                throw new ApiConflict("The file is of destination "
                        + draft.destination().name()
                        + ", and not of the one in the address. Nothing was saved. Correct one of them.");
            }
            return save(draft, 200, caller);
        });
    }

    private ApiAnswer save(DestinationDraft draft, int saved, Principal caller) {
        String name = draft.destination().name();
        List<Check> found = checks.of(draft.destination());
        if (new Diagnosis(found).worst() == Verdict.FAULT) {
            return ApiAnswer.json(422, CheckReport.of(name, found, false));
        }
        if (!new Diagnosis(found).validates()) {
            return ApiAnswer.json(503, CheckReport.of(name, found, false));
        }
        // First the audit: a change that nobody can account for must not be
        audit.note(
                "destination:" + name, "destination-saved", caller.actor(), Map.of("validated", "true", "reason", ""));
        draft.save();
        folder.look();
        states.askAgain(name);
        return ApiAnswer.json(saved, CheckReport.of(name, found, true));
    }
}
