package io.audienceroutes.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** The simulator's own address {@code /simulator/}: scripts faults, changes the world, shows what happened. */
public final class SimulatorControl {
    private static final String AUDIENCES = "/simulator/audiences/";

    private final SimulatorState state;
    private final AudienceStore audiences;
    private final SimulatorFaults faults;
    private final SimulatorCalls calls;
    private final SimulatorThrottle throttle;
    private final Clock clock;

    SimulatorControl(
            SimulatorState state,
            AudienceStore audiences,
            SimulatorFaults faults,
            SimulatorCalls calls,
            SimulatorThrottle throttle,
            Clock clock) {
        this.state = state;
        this.audiences = audiences;
        this.faults = faults;
        this.calls = calls;
        this.throttle = throttle;
        this.clock = clock;
    }

    /** Scripts one fault: {@code POST /simulator/faults}. */
    public JsonNode addFault(SimulatorRequest request) {
        faults.add(Fault.read(Fields.of(request)));
        return Json.MAPPER.createObjectNode();
    }

    /** Removes all faults: {@code DELETE /simulator/faults}. */
    public JsonNode clearFaults(SimulatorRequest request) {
        new Query(request).requireNoOthers();
        faults.clear();
        return Json.MAPPER.createObjectNode();
    }

    /** Shows the calls in the order of their arrival: {@code GET /simulator/calls}. */
    public JsonNode showCalls(SimulatorRequest request) {
        new Query(request).requireNoOthers();
        return calls.describe();
    }

    /** Shows all audiences and how many members they have: {@code GET /simulator/audiences}. */
    public JsonNode showAudiences(SimulatorRequest request) {
        new Query(request).requireNoOthers();
        ObjectNode described = Json.MAPPER.createObjectNode();
        ArrayNode list = described.putArray("audiences");
        for (Audience audience : audiences.all()) {
            ObjectNode node = list.addObject()
                    .put("id", audience.id())
                    .put("advertiserId", audience.kind().ownerId())
                    .put("name", audience.kind().name())
                    .put("type", audience.kind().type())
                    .put("createdAt", audience.createdAt().toString());
            ObjectNode sizes = node.putObject("members");
            audience.sizes().forEach((schema, size) -> sizes.put(schema.name(), size));
        }
        return described;
    }

    /** The members, sorted, one a line: {@code GET /simulator/audiences/{id}/members}. */
    public InputStream showMembers(SimulatorRequest request) {
        String audienceId = request.path().substring(AUDIENCES.length()).replaceFirst("/.*", "");
        Audience audience = requireAudience(audienceId);
        Query query = new Query(request);
        List<MemberSet> sets = query.optionalText("schema")
                .map(name -> List.of(audience.members(schema(name))))
                .orElseGet(audience::allMembers);
        query.requireNoOthers();
        return new MemberLines(sets);
    }

    /** Resets everything: {@code POST /simulator/reset}. */
    public JsonNode reset(SimulatorRequest request) {
        new Query(request).requireNoOthers();
        state.reset();
        audiences.clear();
        faults.clear();
        calls.clear();
        throttle.reset();
        return Json.MAPPER.createObjectNode();
    }

    /**
     * Changes the simulated state: {@code POST /simulator/state}; returns the ids of the audiences that it was given.
     */
    public JsonNode changeState(SimulatorRequest request) {
        WorldChange change = WorldChange.read(Fields.of(request), state.limits(), state.owner());
        change.audienceChanges().forEach(wanted -> requireAudience(wanted.id()));
        state.apply(change);
        change.audienceChanges().forEach(wanted -> requireAudience(wanted.id()).change(wanted, clock.instant()));
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ArrayNode ids = answer.putArray("audienceIds");
        change.audiences().forEach(kind -> ids.add(audiences.seed(kind).id()));
        return answer;
    }

    /** Simulates the account owner's approval: {@code POST /simulator/authorizations}. */
    public JsonNode authorize(SimulatorRequest request) {
        Fields body = Fields.ofOptional(request);
        Owner owner = state.owner();
        Set<String> advertiserIds =
                body.optionalTexts("advertiserIds").map(Set::copyOf).orElse(owner.advertiserIds());
        List<Long> scopes = body.optionalNumbers("scopes").orElseGet(state::appScopes);
        body.requireNoOthers();
        return Json.MAPPER
                .createObjectNode()
                .put("authCode", state.authorize(new Owner(owner.name(), owner.email(), advertiserIds, scopes)));
    }

    private Audience requireAudience(String id) {
        return audiences.find(id).orElseThrow(() -> Refusal.notFound("No audience " + Refusal.quote(id) + "."));
    }

    private static IdSchema schema(String name) {
        return IdSchema.named(name)
                .orElseThrow(() -> Refusal.parameter("schema", "No id schema " + Refusal.quote(name) + "."));
    }
}
