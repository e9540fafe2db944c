package io.audienceroutes.simulator;

import java.util.Optional;

/**
 * A scripted fault.
 *
 * @param path the endpoint's path, or {@code *} for all
 * @param skip how many calls pass before it applies
 * @param times how many calls it affects
 * @param delayMillis how long the response is delayed
 * @param afterEffect whether the call takes effect first: then the answer is delayed, replaced or cut
 * @param answer what is answered instead; nothing if the fault is a delay only
 */
record Fault(String path, int skip, int times, long delayMillis, boolean afterEffect, Optional<Answer> answer) {
    private static final String ANY = "*";
    private static final int OK = 200;
    private static final int LAST_STATUS = 599;
    private static final int LONGEST_DELAY_MILLIS = 600_000;

    /**
     * The response to an affected call.
     *
     * @param cut whether the connection is closed instead of an answer
     * @param httpStatus the HTTP status
     * @param code TikTok's return code; with it the body is an envelope
     * @param message the envelope's message
     * @param body a body without envelope
     * @param contentType the media type of that body
     */
    record Answer(
            boolean cut, int httpStatus, Optional<Integer> code, String message, String body, String contentType) {
        Reply reply(String requestId) {
            if (cut) {
                return Reply.cutOff();
            }
            return code.map(number -> SimulatorReplies.envelope(
                            httpStatus, number, message, requestId, Json.MAPPER.createObjectNode()))
                    .orElseGet(() -> Reply.raw(httpStatus, contentType, body));
        }
    }

    static Fault read(Fields fields) {
        Optional<String> cut = fields.optionalText("cut");
        Fault fault = new Fault(
                path(fields.text("path")),
                fields.integer("skip", 0, 0, Integer.MAX_VALUE),
                fields.integer("times", 1, 1, Integer.MAX_VALUE),
                fields.integer("delayMillis", 0, 0, LONGEST_DELAY_MILLIS),
                fields.optionalFlag("afterEffect").orElse(false)
                        || cut.filter("after"::equals).isPresent(),
                answer(fields, cut));
        fields.requireNoOthers();
        if (fault.answer().isEmpty() && fault.delayMillis() == 0) {
            throw Refusal.parameter("A fault needs one of code, httpStatus, body, delayMillis and cut.");
        }
        return fault;
    }

    boolean concerns(Endpoint endpoint) {
        return path.equals(ANY) || path.equals(endpoint.path());
    }

    Fault skippedOnce() {
        return new Fault(path, skip - 1, times, delayMillis, afterEffect, answer);
    }

    Fault struckOnce() {
        return new Fault(path, skip, times - 1, delayMillis, afterEffect, answer);
    }

    private static String path(String given) {
        String full = given.startsWith("/") || given.equals(ANY) ? given : Endpoint.BASE_PATH + given;
        if (!full.equals(ANY) && Endpoint.at(full).isEmpty()) {
            throw Refusal.parameter("path", "No endpoint " + Refusal.quote(given) + " is simulated.");
        }
        return full;
    }

    private static Optional<Answer> answer(Fields fields, Optional<String> cut) {
        Optional<Integer> code = fields.optionalInteger("code", 0, Integer.MAX_VALUE);
        Optional<Integer> status = fields.optionalInteger("httpStatus", OK, LAST_STATUS);
        Optional<String> body = fields.optionalText("body");
        String message = fields.optionalText("message").orElse("Simulated fault");
        String contentType = fields.optionalText("contentType").orElse("text/html; charset=utf-8");
        if (cut.isPresent()) {
            requireCut(cut.get(), code.isPresent() || status.isPresent() || body.isPresent());
            return Optional.of(new Answer(true, OK, code, message, "", contentType));
        }
        if (code.isPresent() && body.isPresent()) {
            throw Refusal.parameter("A fault has either code or body.");
        }
        if (code.isEmpty() && status.isEmpty() && body.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Answer(false, status.orElse(OK), code, message, body.orElse(""), contentType));
    }

    private static void requireCut(String cut, boolean answersToo) {
        if (!cut.equals("before") && !cut.equals("after")) {
            throw Refusal.parameter("cut", "Must be before or after.");
        }
        if (answersToo) {
            throw Refusal.parameter("cut", "A cut connection has no code, httpStatus or body.");
        }
    }
}
