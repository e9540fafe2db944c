package io.audienceroutes.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** Puts results and refusals into the words of the wire. */
public final class SimulatorReplies {
    private static final int OK = 200;
    private static final int SERVER_ERROR = 500;
    private static final int SYSTEM_ERROR = 50000;

    SimulatorReplies() {}

    /**
     * Wraps what an endpoint came to (route {@code simulate-answer-call}).
     *
     * @param outcome the data of the envelope, or the {@link Refusal}
     */
    public Reply wrap(@Variable("call") SimulatorCall call, @Body Object outcome) {
        if (outcome instanceof Refusal refusal) {
            return refusal.readyReply()
                    .orElseGet(() -> envelope(
                            refusal.status(),
                            refusal.code(),
                            refusal.getMessage(),
                            call.requestId(),
                            Json.MAPPER.createObjectNode()));
        }
        return envelope(OK, 0, "OK", call.requestId(), (JsonNode) outcome);
    }

    /** What a caller gets if the simulator itself fails (route configuration {@code simulate-refuse-call}). */
    public Object breakDown() {
        return Refusal.scripted(SERVER_ERROR, SYSTEM_ERROR, "System error. See the simulator's log.");
    }

    /** Returns the person or test that steers the simulator (route {@code simulate-control-answer}). */
    public Reply wrapControl(Object outcome) {
        if (outcome instanceof Refusal refusal) {
            ObjectNode error = Json.MAPPER.createObjectNode().put("error", refusal.getMessage());
            return Reply.raw(refusal.status() == OK ? 400 : refusal.status(), Reply.JSON, Json.write(error));
        }
        return Reply.raw(OK, Reply.JSON, Json.write((JsonNode) outcome));
    }

    static Reply envelope(int status, int code, String message, String requestId, JsonNode data) {
        ObjectNode envelope = Json.MAPPER.createObjectNode();
        envelope.put("code", code);
        envelope.put("message", message);
        envelope.put("request_id", requestId);
        envelope.set("data", data);
        return Reply.envelope(status, code, Json.write(envelope));
    }
}
