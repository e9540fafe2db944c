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

/**
 * The attempts of one call: rate-limited, signed and evaluated. Called by routes {@code call-tiktok} and
 * {@code make-attempts}.
 */
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
     * Makes attempts within the retry budget and the rate limits; every response is recorded in the ledger.
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

    /** The first attempt is due immediately; without a caller, the call belongs to the workflow. */
    public Attempt begin(
            @Variable("workflowId") String workflowId, @Variable("caller") Caller caller, @Body TikTokCall call) {
        Caller behalf = caller != null ? caller : Caller.ofWorkflow(workflowId, workflows.credentialOf(workflowId));
        return new Attempt(behalf, call, clock.instant(), 1, true, 0, Optional.empty(), false, address(behalf));
    }

    /** A rehearsal's calls go to the simulator, whatever else is set; no other token is ever sent there. */
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

    /** The call to attempt. */
    public TikTokCall call(@Variable("attempt") Attempt attempt) {
        return attempt.call();
    }

    /** Combines the call with the token. */
    public SignedCall sign(TikTokCall call, AccessToken token) {
        return SignedCall.of(call, token);
    }

    /** Waits until the rate limits of the app and its advertisers allow this call; throws if that takes too long. */
    public void pace(@Variable("attempt") Attempt attempt) {
        pacer.await(appOf(attempt), attempt.call());
    }

    /** The last check before sending: a call of a workflow is made only by the process that holds the workflow. */
    public void requireClaim(@Variable("attempt") Attempt attempt) {
        attempt.caller().workflowId().ifPresentOrElse(this::requireClaim, () -> calling.remove(Thread.currentThread()));
    }

    private void requireClaim(String workflowId) {
        workflows.fencing().require(workflowId);
        calling.put(Thread.currentThread(), workflowId);
    }

    /**
     * As above, once the connection is established and before the first byte is sent, because connecting takes time.
     */
    public void beforeWire() {
        Optional.ofNullable(calling.get(Thread.currentThread()))
                .ifPresent(workflowId -> workflows.fencing().refuseLost(workflowId));
    }

    /** TikTok counts calls by app: credentials of one app share a lane, and so do those without a configured app. */
    private String appOf(Attempt attempt) {
        return isRehearsal(attempt.caller())
                ? Rehearsal.CREDENTIAL
                : appOf.apply(attempt.caller().credential()).orElse(UNNAMED_APP);
    }

    /** Records the response and decides whether another attempt is due. */
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

    /** A throttling response affects all calls of the app or the advertiser, not only this one. */
    private void slowDown(Attempt attempt, TikTokAnswer answer) {
        if (answer instanceof TikTokAnswer.Refused refused && refused.reason() instanceof TikTokThrottled throttled) {
            pacer.throttled(appOf(attempt), attempt.call(), throttled);
        }
    }

    /** A token is renewed once per call: if the renewed one has also expired, time is not the reason. */
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

    /** A refusal of the content is counted separately from earlier faults of the same call. */
    private static int triesOfThisKind(Attempt attempt, TikTokAnswer.Refused refused) {
        boolean contentBefore = attempt.answer()
                .filter(TikTokAnswer.Refused.class::isInstance)
                .map(TikTokAnswer.Refused.class::cast)
                .filter(before -> before.reason().kind() == ErrorKind.CONTENT)
                .isPresent();
        boolean firstOfContent = refused.reason().kind() == ErrorKind.CONTENT && !contentBefore;
        return firstOfContent ? 1 : attempt.number();
    }

    /** TikTok's reply, or the exception. */
    public TikTokReply reply(@Variable("attempt") Attempt attempt) {
        TikTokAnswer answer = attempt.answer().orElseThrow();
        if (answer instanceof TikTokAnswer.Refused refused) {
            throw refused.reason();
        }
        return ((TikTokAnswer.Accepted) answer).reply();
    }

    /** The request id of an accepted batch is in its own row of the ledger. */
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
