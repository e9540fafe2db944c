package io.audienceroutes.call;

import io.audienceroutes.catalog.ErrorKind;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.credential.AccessToken;
import io.audienceroutes.destination.Rehearsal;
import io.audienceroutes.state.Environment;
import io.audienceroutes.tiktok.CallPacer;
import io.audienceroutes.tiktok.RetryBudget;
import io.audienceroutes.tiktok.TikTokCall;
import io.audienceroutes.tiktok.TikTokCall.Effect;
import io.audienceroutes.tiktok.TikTokException;
import io.audienceroutes.tiktok.TikTokReply;
import io.audienceroutes.tiktok.TikTokThrottled;
import io.audienceroutes.workflow.Workflows;
import io.audienceroutes.workflow.ledger.BatchLedger;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** The attempts of one call: paced, signed, weighed. Called by routes {@code call-tiktok} and {@code make-attempts}. */
public final class Attempts {
    private static final String UNNAMED_APP = "unnamed";

    private final Workflows workflows;
    private final BatchLedger batchLedger;
    private final CallPacer pacer;
    private final RetryBudget budget;
    private final Function<String, Optional<String>> appOf;
    private final Clock clock;
    private final String sandbox;
    private final Environment environment;
    private final Map<Thread, String> calling = new ConcurrentHashMap<>();

    /**
     * Attempts within the budget and the pace; every answer is noted in the books.
     *
     * @param appOf the id of the developer app that a credential belongs to, where it is configured
     * @param sandbox the address of the simulator that rehearsals beside production are delivered to
     * @param environment of this bundle: in the sandbox the base address is the simulator's
     */
    public Attempts(
            Workflows workflows,
            BatchLedger batchLedger,
            CallPacer pacer,
            RetryBudget budget,
            Function<String, Optional<String>> appOf,
            Clock clock,
            String sandbox,
            Environment environment) {
        this.workflows = workflows;
        this.batchLedger = batchLedger;
        this.pacer = pacer;
        this.budget = budget;
        this.appOf = appOf;
        this.clock = clock;
        this.sandbox = sandbox;
        this.environment = environment;
    }

    /** The first attempt is due at once; without a caller, the call is the workflow's. */
    public Attempt begin(
            @Variable("workflowId") String workflowId, @Variable("caller") Caller caller, @Body TikTokCall call) {
        Caller behalf = caller != null ? caller : Caller.ofWorkflow(workflowId, workflows.credentialOf(workflowId));
        return new Attempt(behalf, call, clock.instant(), 1, true, 0, Optional.empty(), false, address(behalf));
    }

    /** What a rehearsal says goes to the simulator, whatever else is set; and no other token ever goes there. */
    private Optional<String> address(Caller caller) {
        if (environment == Environment.PRODUCTION) {
            return isRehearsal(caller) ? Optional.of(sandbox) : Optional.empty();
        }
        if (!isRehearsal(caller)) {
            throw new WorkflowError(
                    "environment-mismatch",
                    "Nothing was sent: credential " + caller.credential()
                            + " belongs to production, and this bundle runs"
                            + " in the sandbox, where only the simulator's credential " + Rehearsal.CREDENTIAL
                            + " is used. Run the command without --profile sandbox.");
        }
        return Optional.empty();
    }

    private static boolean isRehearsal(Caller caller) {
        return caller.credential().equals(Rehearsal.CREDENTIAL);
    }

    /** The call that is attempted. */
    public TikTokCall call(@Variable("attempt") Attempt attempt) {
        return attempt.call();
    }

    /** Puts call and token together. */
    public SignedCall sign(TikTokCall call, AccessToken token) {
        return SignedCall.of(call, token);
    }

    /** Waits for this call's place among all calls of the app and its advertisers; raises when that takes too long. */
    public void pace(@Variable("attempt") Attempt attempt) {
        pacer.await(appOf(attempt), attempt.call());
    }

    /** The last look before the wire: a call of a workflow is made only by the process that holds the workflow now. */
    public void requireClaim(@Variable("attempt") Attempt attempt) {
        attempt.caller().workflowId().ifPresentOrElse(this::requireClaim, () -> calling.remove(Thread.currentThread()));
    }

    private void requireClaim(String workflowId) {
        workflows.fencing().require(workflowId);
        calling.put(Thread.currentThread(), workflowId);
    }

    /** As above, when the connection stands and the first byte is due: to connect takes time. */
    public void beforeWire() {
        Optional.ofNullable(calling.get(Thread.currentThread()))
                .ifPresent(workflowId -> workflows.fencing().refuseLost(workflowId));
    }

    /** TikTok counts by app: credentials of one app share a lane, and so do those whose app nobody has named. */
    private String appOf(Attempt attempt) {
        return isRehearsal(attempt.caller())
                ? Rehearsal.CREDENTIAL
                : appOf.apply(attempt.caller().credential()).orElse(UNNAMED_APP);
    }

    /** Notes the answer and decides whether another attempt is due. */
    public Attempt next(@Variable("attempt") Attempt attempt, @Body TikTokAnswer answer) {
        calling.remove(Thread.currentThread());
        note(attempt, answer);
        slowDown(attempt, answer);
        Optional<Duration> pause =
                answer instanceof TikTokAnswer.Refused refused ? pauseAfter(attempt, refused) : Optional.empty();
        return new Attempt(
                attempt.caller(),
                attempt.call(),
                attempt.begunAt(),
                pause.isPresent() ? attempt.number() + 1 : attempt.number(),
                pause.isPresent(),
                pause.map(Duration::toMillis).orElse(0L),
                Optional.of(answer),
                attempt.lost() || isLost(answer),
                attempt.address());
    }

    private static boolean isLost(TikTokAnswer answer) {
        return answer instanceof TikTokAnswer.Refused refused
                && refused.reason().mayHaveTakenEffect();
    }

    /** A throttle answer is for all calls of the app or the advertiser, not for this one alone. */
    private void slowDown(Attempt attempt, TikTokAnswer answer) {
        if (answer instanceof TikTokAnswer.Refused refused && refused.reason() instanceof TikTokThrottled throttled) {
            pacer.throttled(appOf(attempt), attempt.call(), throttled);
        }
    }

    /** A token is renewed once for a call: a renewed one that has expired too is no matter of time. */
    private Optional<Duration> pauseAfter(Attempt attempt, TikTokAnswer.Refused refused) {
        boolean outdatedBefore = attempt.answer()
                .filter(TikTokAnswer.Refused.class::isInstance)
                .map(TikTokAnswer.Refused.class::cast)
                .filter(TikTokAnswer.Refused::outdated)
                .isPresent();
        if (refused.outdated() && !outdatedBefore) {
            return Optional.of(Duration.ZERO);
        }
        return budget.pauseAfter(
                refused.reason(),
                triesOfThisKind(attempt, refused),
                Duration.between(attempt.begunAt(), clock.instant()));
    }

    /** A refusal of the content is counted apart from the faults that came before it in the same call. */
    private static int triesOfThisKind(Attempt attempt, TikTokAnswer.Refused refused) {
        boolean contentBefore = attempt.answer()
                .filter(TikTokAnswer.Refused.class::isInstance)
                .map(TikTokAnswer.Refused.class::cast)
                .filter(before -> before.reason().kind() == ErrorKind.CONTENT)
                .isPresent();
        boolean firstOfContent = refused.reason().kind() == ErrorKind.CONTENT && !contentBefore;
        return firstOfContent ? 1 : attempt.number();
    }

    /** TikTok's reply, or what stood in the way of it. */
    public TikTokReply reply(@Variable("attempt") Attempt attempt) {
        TikTokAnswer answer = attempt.answer().orElseThrow();
        if (answer instanceof TikTokAnswer.Refused refused) {
            throw refused.reason();
        }
        return ((TikTokAnswer.Accepted) answer).reply();
    }

    /** An accepted batch carries its request id in its own row of the books. */
    private void note(Attempt attempt, TikTokAnswer answer) {
        attempt.caller().workflowId().ifPresent(id -> note(id, attempt.call(), answer));
    }

    private void note(String workflowId, TikTokCall call, TikTokAnswer answer) {
        if (answer instanceof TikTokAnswer.Refused refused) {
            TikTokException reason = refused.reason();
            int status = reason.httpStatus().orElse(0);
            batchLedger.answered(
                    workflowId, call.purpose(), status, reason.code().orElse(-1), reason.requestId());
        } else if (answer instanceof TikTokAnswer.Accepted accepted && call.effect() != Effect.REPEATABLE) {
            TikTokReply reply = accepted.reply();
            batchLedger.answered(workflowId, call.purpose(), accepted.httpStatus(), reply.code(), reply.requestId());
        }
    }
}
