package io.audienceroutes.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** The scripted faults, in the order in which they were added. Safe for several threads. */
public final class SimulatorFaults {
    private final List<Fault> faults = new ArrayList<>();

    SimulatorFaults() {}

    /** Gives the call the first fault that is due for it (route {@code simulate-admit-call}). */
    public synchronized SimulatorCall assign(SimulatorCall call) {
        for (int index = 0; index < faults.size(); index++) {
            Fault fault = faults.get(index);
            if (!fault.concerns(call.endpoint())) {
                continue;
            }
            if (fault.skip() > 0) {
                faults.set(index, fault.skippedOnce());
                continue;
            }
            strike(index, fault);
            call.struckBy(fault);
            return call;
        }
        return call;
    }

    /** Returns a call that a fault keeps from taking effect (route {@code simulate-admit-call}). */
    public SimulatorCall strikeBeforeEffect(SimulatorCall call) {
        Optional<Fault> fault = call.fault().filter(scripted -> !scripted.afterEffect());
        fault.flatMap(Fault::answer).ifPresent(answer -> {
            throw Refusal.answering(answer.reply(call.requestId()));
        });
        return call;
    }

    /** Replaces the answer of a call that took effect (route {@code simulate-answer-call}). */
    public Reply strikeAfterEffect(@Variable("call") SimulatorCall call, @Body Reply reply) {
        return call.fault()
                .filter(Fault::afterEffect)
                .flatMap(Fault::answer)
                .map(answer -> answer.reply(call.requestId()))
                .orElse(reply);
    }

    synchronized void add(Fault fault) {
        faults.add(fault);
    }

    synchronized void clear() {
        faults.clear();
    }

    private void strike(int index, Fault fault) {
        if (fault.times() == 1) {
            faults.remove(index);
        } else {
            faults.set(index, fault.struckOnce());
        }
    }
}
