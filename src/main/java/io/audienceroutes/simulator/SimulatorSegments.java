package io.audienceroutes.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The Streaming API, as tiktok-api.md sections 1.2 to 1.5 know it. */
public final class SimulatorSegments {
    private static final int LONGEST_NAME = 70;
    private static final int KEPT_OF_LONGER_NAME = 67;

    private final SimulatorState state;
    private final AudienceStore audiences;
    private final SimulatorAccess access;
    private final Clock clock;

    SimulatorSegments(SimulatorState state, AudienceStore audiences, SimulatorAccess access, Clock clock) {
        this.state = state;
        this.audiences = audiences;
        this.access = access;
        this.clock = clock;
    }

    /** Creates or deletes an audience: {@code POST segment/audience/}. */
    public JsonNode change(SimulatorCall call) {
        Fields body = Fields.of(call.request());
        String advertiserId = body.text("advertiser_id");
        String action = body.optionalText("action").orElse("create");
        return switch (action) {
            case "create" -> create(call, advertiserId, body);
            case "delete" -> delete(call, advertiserId, body);
            default -> throw Refusal.parameter("action", "Must be create or delete.");
        };
    }

    /** Adds or removes members, all of a batch or none: {@code POST segment/mapping/}. */
    public JsonNode map(SimulatorCall call) {
        MappingBatch batch = MappingParser.parse(call.request());
        call.carries(batch.rows());
        List<Advertiser> advertisers = access.requireWriter(call, batch.advertiserIds());
        if (advertisers.stream().map(Advertiser::businessAccountId).distinct().count() > 1) {
            throw Refusal.severalBusinessAccounts();
        }
        batch.requireSound(state.mostRows());
        if (batch.holdsAny(state.refusedIds())) {
            throw Refusal.notHashed();
        }
        List<Audience> targets = new ArrayList<>();
        for (String audienceId : batch.audienceIds()) {
            targets.add(target(audienceId, batch.advertiserIds()));
        }
        targets.forEach(batch::applyTo);
        return Json.MAPPER.createObjectNode();
    }

    private JsonNode create(SimulatorCall call, String advertiserId, Fields body) {
        String name = body.text("custom_audience_name");
        body.requireNoOthers();
        access.requireWriter(call, List.of(advertiserId));
        Audience audience = audiences.create(advertiserId, shortened(name), state.limits());
        return Json.MAPPER.createObjectNode().put("audience_id", audience.id());
    }

    private JsonNode delete(SimulatorCall call, String advertiserId, Fields body) {
        String audienceId = body.text("delete_audience_id");
        body.requireNoOthers();
        access.requireWriter(call, List.of(advertiserId));
        audiences.remove(List.of(partner(audienceId, List.of(advertiserId))));
        return Json.MAPPER.createObjectNode();
    }

    private Audience target(String audienceId, List<String> advertiserIds) {
        Audience audience = partner(audienceId, advertiserIds);
        Instant now = clock.instant();
        if (!audience.readyAt(now)) {
            throw Refusal.audienceNotReady();
        }
        if (!audience.validAt(now)) {
            throw Refusal.audienceNotEditable();
        }
        return audience;
    }

    private Audience partner(String audienceId, List<String> advertiserIds) {
        Audience audience = audiences.find(audienceId).orElseThrow(() -> Refusal.unknownAudience(audienceId));
        if (advertiserIds.stream().noneMatch(audience::ownedBy)) {
            throw Refusal.audienceOfAnother(audienceId);
        }
        if (!audience.partner()) {
            throw Refusal.notPartnerAudience(audienceId);
        }
        return audience;
    }

    /** TikTok silently cuts a longer name; counted in code points here. */
    private static String shortened(String name) {
        if (name.codePointCount(0, name.length()) <= LONGEST_NAME) {
            return name;
        }
        return name.substring(0, name.offsetByCodePoints(0, KEPT_OF_LONGER_NAME)) + "...";
    }
}
