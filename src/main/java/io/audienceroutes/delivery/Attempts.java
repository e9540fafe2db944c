package io.audienceroutes.delivery;

import io.audienceroutes.catalog.ErrorKind;
import io.audienceroutes.credential.AccessToken;
import io.audienceroutes.credential.Credentials;
import io.audienceroutes.tiktok.CallPacer;
import io.audienceroutes.tiktok.RetryBudget;
import io.audienceroutes.tiktok.TikTokCall;
import io.audienceroutes.tiktok.TikTokCall.Effect;
import io.audienceroutes.tiktok.TikTokException;
import io.audienceroutes.tiktok.TikTokReply;
import io.audienceroutes.tiktok.TikTokThrottled;
import io.audienceroutes.workflow.Books;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.Workflows;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The attempts of one call: paced, signed, weighed. Called by routes {@code call-tiktok} and {@code obtain-token}. */
public final class Attempts {
    private final Workflows workflows;
    private final Books books;
    private final Credentials credentials;
    private final CallPacer pacer;
    private final RetryBudget budget;
    private final Clock clock;

    /** Attempts within the budget and the pace; every answer is noted in the books. */
    public Attempts(
            Workflows workflows,
            Books books,
            Credentials credentials,
            CallPacer pacer,
            RetryBudget budget,
            Clock clock) {
        this.workflows = workflows;
        this.books = books;
        this.credentials = credentials;
        this.pacer = pacer;
        this.budget = budget;
        this.clock = clock;
    }

    /** The first attempt is due at once. */
    public Attempt begin(String workflowId, TikTokCall call) {
        return new Attempt(workflowId, call, clock.instant(), 1, true, 0, Optional.empty());
    }

    /** The call that is attempted. */
    public TikTokCall call(Attempt attempt) {
        return attempt.call();
    }

    /** The token of the workflow's credential, as it is now. */
    public AccessToken token(String workflowId) {
        return credentials.accessToken(workflows.require(workflowId).settings().credential());
    }

    /** Puts call and token together. */
    public SignedCall sign(TikTokCall call, AccessToken token) {
        return new SignedCall(call, token);
    }

    /** Waits for this call's place among all calls of the app and its advertisers; raises when that takes too long. */
    public void pace(Attempt attempt) {
        Workflow workflow = workflows.require(attempt.workflowId());
        pacer.await(workflow.settings().credential(), attempt.call());
    }

    /** Notes the answer and decides whether another attempt is due. */
    public Attempt next(Attempt attempt, TikTokAnswer answer) {
        note(attempt, answer);
        slowDown(attempt, answer);
        Optional<Duration> pause = answer instanceof TikTokAnswer.Refused refused
                ? budget.pauseAfter(
                        refused.reason(),
                        triesOfThisKind(attempt, refused),
                        Duration.between(attempt.begunAt(), clock.instant()))
                : Optional.empty();
        return new Attempt(
                attempt.workflowId(),
                attempt.call(),
                attempt.begunAt(),
                pause.isPresent() ? attempt.number() + 1 : attempt.number(),
                pause.isPresent(),
                pause.map(Duration::toMillis).orElse(0L),
                Optional.of(answer));
    }

    /** A throttle answer is for all calls of the app or the advertiser, not for this one alone. */
    private void slowDown(Attempt attempt, TikTokAnswer answer) {
        if (answer instanceof TikTokAnswer.Refused refused && refused.reason() instanceof TikTokThrottled throttled) {
            Workflow workflow = workflows.require(attempt.workflowId());
            pacer.throttled(workflow.settings().credential(), attempt.call(), throttled);
        }
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
    public TikTokReply reply(Attempt attempt) {
        TikTokAnswer answer = attempt.answer().orElseThrow();
        if (answer instanceof TikTokAnswer.Refused refused) {
            throw refused.reason();
        }
        return ((TikTokAnswer.Accepted) answer).reply();
    }

    /** An accepted batch carries its request id in its own row of the books. */
    private void note(Attempt attempt, TikTokAnswer answer) {
        String purpose = attempt.call().purpose();
        if (answer instanceof TikTokAnswer.Refused refused) {
            TikTokException reason = refused.reason();
            int status = reason.httpStatus().orElse(0);
            books.answered(attempt.workflowId(), purpose, status, reason.code().orElse(-1), reason.requestId());
        } else if (answer instanceof TikTokAnswer.Accepted accepted
                && attempt.call().effect() != Effect.REPEATABLE) {
            TikTokReply reply = accepted.reply();
            books.answered(attempt.workflowId(), purpose, accepted.httpStatus(), reply.code(), reply.requestId());
        }
    }
}
