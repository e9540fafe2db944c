package io.audienceroutes.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reading and deleting custom audiences, as tiktok-api.md sections 2.1, 2.2 and 2.6 know them. */
public final class SimulatorAudiences {
    private static final int MOST_IDS = 100;
    private static final int MOST_PER_PAGE = 100;
    private static final int USUAL_PER_PAGE = 10;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final AudienceStore audiences;
    private final SimulatorAccess access;
    private final Clock clock;

    SimulatorAudiences(AudienceStore audiences, SimulatorAccess access, Clock clock) {
        this.audiences = audiences;
        this.access = access;
        this.clock = clock;
    }

    /** One page of what an advertiser owns or shares: {@code GET dmp/custom_audience/list/}. */
    public JsonNode list(SimulatorCall call) {
        Query query = new Query(call.request());
        String advertiserId = query.text("advertiser_id");
        Optional<List<String>> ids = query.optionalTexts("custom_audience_ids", 1, MOST_IDS);
        int page = query.integer("page", 1, 1, Integer.MAX_VALUE);
        int size = query.integer("page_size", USUAL_PER_PAGE, 1, MOST_PER_PAGE);
        query.requireNoOthers();
        access.requireReader(call, List.of(advertiserId));
        List<Audience> found = audiences.visibleTo(advertiserId).stream()
                .filter(audience ->
                        ids.map(wanted -> wanted.contains(audience.id())).orElse(true))
                .toList();
        ObjectNode data = Json.MAPPER.createObjectNode();
        var list = data.putArray("list");
        found.stream()
                .skip((page - 1L) * size)
                .limit(size)
                .forEach(audience -> list.add(
                        describe(audience, advertiserId, "audience_type").put("audience_id", audience.id())));
        data.putObject("page_info")
                .put("page", page)
                .put("page_size", size)
                .put("total_number", found.size())
                .put("total_page", (found.size() + size - 1) / size);
        return data;
    }

    /** Details and history; an id that the advertiser does not see is left out: {@code GET dmp/custom_audience/get/}. */
    public JsonNode get(SimulatorCall call) {
        Query query = new Query(call.request());
        String advertiserId = query.text("advertiser_id");
        List<String> ids = query.texts("custom_audience_ids", 1, MOST_IDS);
        query.integer("history_size", MOST_IDS, 1, MOST_IDS);
        query.requireNoOthers();
        access.requireReader(call, List.of(advertiserId));
        ObjectNode data = Json.MAPPER.createObjectNode();
        var list = data.putArray("list");
        ids.stream()
                .flatMap(id -> audiences.find(id).stream())
                .filter(audience -> audience.visibleTo(advertiserId))
                .forEach(audience -> list.add(detail(audience, advertiserId)));
        return data;
    }

    /** Deletes all of the named audiences or none: {@code POST dmp/custom_audience/delete/}. */
    public JsonNode delete(SimulatorCall call) {
        Fields body = Fields.of(call.request());
        String advertiserId = body.text("advertiser_id");
        List<String> ids = body.texts("custom_audience_ids", 1, MOST_IDS);
        body.requireNoOthers();
        access.requireWriter(call, List.of(advertiserId));
        audiences.remove(ids.stream().map(id -> owned(id, advertiserId)).toList());
        return Json.MAPPER.createObjectNode();
    }

    private Audience owned(String audienceId, String advertiserId) {
        Audience audience = audiences.find(audienceId).orElseThrow(() -> Refusal.unknownAudience(audienceId));
        if (!audience.ownedBy(advertiserId)) {
            throw Refusal.audienceOfAnother(audienceId);
        }
        return audience;
    }

    private ObjectNode detail(Audience audience, String advertiserId) {
        ObjectNode element = Json.MAPPER.createObjectNode();
        element.set(
                "audience_details",
                describe(audience, advertiserId, "type")
                        .put("audience_id", audience.id())
                        .putNull("audience_enhancement")
                        .putNull("enhancement_status"));
        element.putArray("audience_history")
                .addObject()
                .put("action", "create")
                .put("action_detail", "")
                .put("editor", "open_api")
                .put("msg", "")
                .put("opt_time", TIME.format(audience.createdAt()));
        return element;
    }

    private ObjectNode describe(Audience audience, String advertiserId, String typeField) {
        Instant now = clock.instant();
        ObjectNode node = Json.MAPPER
                .createObjectNode()
                .put("name", audience.kind().name())
                .put(typeField, audience.kind().type())
                .put("audience_sub_type", "NORMAL")
                .putNull("calculate_type")
                .put("cover_num", audience.matched())
                .put("shared", !audience.kind().sharedWith().isEmpty())
                .put("is_creator", audience.ownedBy(advertiserId))
                .put("is_valid", audience.validAt(now))
                .put("is_expiring", audience.expiringAt(now))
                .put("is_auto_refresh", false)
                .put("owner_id", audience.kind().ownerId())
                .put("rule", "")
                .put("msg", audience.message())
                .put("error_msg", audience.problem())
                .put("create_time", TIME.format(audience.createdAt()))
                .put("expired_time", TIME.format(audience.expiresAt()));
        node.putArray("lookalike_spec");
        return node;
    }
}
