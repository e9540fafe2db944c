package io.audienceroutes.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** Keeps which calls came, without tokens and identifiers. Safe for several threads. */
public final class SimulatorCalls {
    /** Enough for the largest rehearsal; older calls are forgotten. */
    private static final int MOST_CALLS = 100_000;

    private static final DateTimeFormatter REQUEST_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Clock clock;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private long arrived;

    private record Entry(
            Instant time, String method, String path, List<String> advertiserIds, int rows, Optional<Reply> reply) {}

    SimulatorCalls(Clock clock) {
        this.clock = clock;
    }

    /** Notes the arrival of a call and gives it a request id (route {@code simulate-admit-call}). */
    public synchronized SimulatorCall record(SimulatorRequest request) {
        Instant now = clock.instant();
        String requestId = REQUEST_TIME.format(now) + String.format(Locale.ROOT, "%016X", ++arrived);
        SimulatorCall call = new SimulatorCall(now, requestId, request);
        if (entries.size() == MOST_CALLS) {
            entries.remove(entries.keySet().iterator().next());
        }
        entries.put(requestId, entry(call, Optional.empty()));
        return call;
    }

    /** Notes the answer of a call (route {@code simulate-answer-call}). */
    public synchronized Reply recordAnswer(@Variable("call") SimulatorCall call, @Body Reply reply) {
        Reply withoutBody = new Reply(reply.status(), reply.code(), reply.contentType(), "", reply.cut());
        entries.computeIfPresent(call.requestId(), (id, open) -> entry(call, Optional.of(withoutBody)));
        return reply;
    }

    synchronized JsonNode describe() {
        ArrayNode calls = Json.MAPPER.createArrayNode();
        entries.forEach((requestId, entry) -> calls.add(describe(requestId, entry)));
        ObjectNode described = Json.MAPPER.createObjectNode();
        described.set("calls", calls);
        return described;
    }

    synchronized void clear() {
        entries.clear();
    }

    private static Entry entry(SimulatorCall call, Optional<Reply> reply) {
        return new Entry(
                call.arrivedAt(),
                call.request().method(),
                Refusal.quote(call.request().path()),
                call.advertiserIds(),
                call.rows(),
                reply);
    }

    private static ObjectNode describe(String requestId, Entry entry) {
        ObjectNode node = Json.MAPPER
                .createObjectNode()
                .put("time", entry.time().toString())
                .put("method", entry.method())
                .put("path", entry.path());
        ArrayNode advertisers = node.putArray("advertiserIds");
        entry.advertiserIds().forEach(id -> advertisers.add(Refusal.quote(id)));
        node.put("rows", entry.rows());
        node.put("code", entry.reply().flatMap(Reply::code).orElse(null));
        node.put(
                "httpStatus",
                entry.reply().filter(reply -> !reply.cut()).map(Reply::status).orElse(null));
        node.put("cut", entry.reply().filter(Reply::cut).isPresent());
        return node.put("requestId", requestId);
    }
}
