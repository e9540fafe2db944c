package io.audienceroutes.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One call of the API from its arrival to its answer: what the steps of a route learn about it.
 *
 * <p>Written by one exchange and read by whoever looks at the calls; keeps neither body nor token once answered.
 */
final class SimulatorCall {
    private final Instant arrivedAt;
    private final String requestId;
    private final SimulatorRequest request;
    private final Optional<Endpoint> endpoint;
    private Optional<Grant> grant = Optional.empty();
    private Optional<Fault> fault = Optional.empty();
    private List<String> advertiserIds = List.of();
    private int rows;

    SimulatorCall(Instant arrivedAt, String requestId, SimulatorRequest request) {
        this.arrivedAt = arrivedAt;
        this.requestId = requestId;
        this.request = request;
        this.endpoint = Endpoint.at(request.path());
    }

    Instant arrivedAt() {
        return arrivedAt;
    }

    String requestId() {
        return requestId;
    }

    SimulatorRequest request() {
        return request;
    }

    /** The endpoint that was called. */
    Endpoint endpoint() {
        return endpoint.orElseThrow(Refusal::unknownPath);
    }

    void authenticated(Grant by) {
        grant = Optional.of(by);
    }

    Grant grant() {
        return grant.orElseThrow(Refusal::noToken);
    }

    void struckBy(Fault scripted) {
        fault = Optional.of(scripted);
    }

    Optional<Fault> fault() {
        return fault;
    }

    /** How long the answer is held back before anything happens. */
    public long delayBeforeMillis() {
        return fault.filter(scripted -> !scripted.afterEffect())
                .map(Fault::delayMillis)
                .orElse(0L);
    }

    /** How long the answer is held back after everything has happened. */
    public long delayAfterMillis() {
        return fault.filter(Fault::afterEffect).map(Fault::delayMillis).orElse(0L);
    }

    /** Remembers who the call is about; never which identifiers it carries. */
    void concerns(List<String> advertisers) {
        advertiserIds = List.copyOf(advertisers);
    }

    void carries(int rowCount) {
        rows = rowCount;
    }

    List<String> advertiserIds() {
        return advertiserIds;
    }

    int rows() {
        return rows;
    }

    @Override
    public String toString() {
        return requestId + " " + request;
    }
}
