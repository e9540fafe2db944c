package io.audienceroutes.failure;

import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.catalog.WorkflowAction;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.credential.CredentialMissing;
import io.audienceroutes.credential.CredentialRefused;
import io.audienceroutes.credential.SecretRefused;
import io.audienceroutes.destination.AudienceNameRefused;
import io.audienceroutes.destination.DestinationsRefused;
import io.audienceroutes.member.DamagedMemberFile;
import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.tiktok.TikTokException;
import io.audienceroutes.workflow.BooksContradicted;
import io.audienceroutes.workflow.Failure;
import io.audienceroutes.workflow.WorkflowHeld;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps exceptions to entries of the error catalogue. */
public final class FailureClassifier {
    private static final Logger LOG = LoggerFactory.getLogger(FailureClassifier.class);
    private static final String OURS = "io.audienceroutes.";
    private static final String STORAGE = "staging-failed";
    private static final String DATABASE = "state-unavailable";
    private static final String EXHAUSTED = "retries-exhausted";
    private static final int SHOWN_FRAMES = 25;

    private final ErrorCatalog catalog;

    public FailureClassifier(ErrorCatalog catalog) {
        this.catalog = catalog;
    }

    /** The first of our own exceptions in the chain: Camel and libraries wrap exceptions. */
    public static Throwable meaning(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause.getClass().getName().startsWith(OURS)) {
                return cause;
            }
        }
        return exception;
    }

    public Cause describe(Throwable cause) {
        if (cause instanceof TikTokException refusal) {
            return refusal(refusal);
        }
        if (cause instanceof SampleNotSent sample) {
            Failure failure = sample.failure();
            return new Cause(
                    catalog.action(failure.action()), failure.condition(), sample.getMessage(), failure.requestId());
        }
        if (isOurAccountOf(cause)) {
            return new Cause(catalog.forCondition(STORAGE).action(), STORAGE, String.valueOf(cause.getMessage()), "");
        }
        Optional<SQLException> database = inChain(cause, SQLException.class);
        if (database.isPresent()) {
            return database(database.get());
        }
        String condition = condition(cause);
        WorkflowAction action = catalog.forCondition(condition).action();
        if (condition.equals(ErrorCatalog.INTERNAL_ERROR) && !(cause instanceof WorkflowError)) {
            return new Cause(action, condition, unexpected(cause), "");
        }
        return new Cause(action, condition, String.valueOf(cause.getMessage()), "");
    }

    /** The same failure, with the resolution of this condition. */
    public Cause as(String condition, Cause cause) {
        return new Cause(
                catalog.forCondition(condition).action(), cause.condition(), cause.message(), cause.requestId());
    }

    /** The same failure, after it was retried for as long as the settings allow. */
    public Cause exhausted(Cause cause, Duration budget) {
        String time = budget.toHours() > 0 ? budget.toHours() + " hours" : budget.toMinutes() + " minutes";
        return new Cause(
                catalog.forCondition(EXHAUSTED).action(),
                cause.condition(),
                cause.message() + " It was retried for " + time + " and is not retried any further.",
                cause.requestId());
    }

    /** A file that could not be read or written, reported by our own code: its message contains no row. */
    private static boolean isOurAccountOf(Throwable cause) {
        StackTraceElement[] frames = cause.getStackTrace();
        return cause instanceof UncheckedIOException
                && frames.length > 0
                && frames[0].getClassName().startsWith(OURS);
    }

    private Cause database(SQLException fault) {
        return new Cause(
                catalog.forCondition(DATABASE).action(),
                DATABASE,
                "The state database could not be read or written (code " + fault.getErrorCode()
                        + "). Batches that TikTok"
                        + " has accepted are not sent again. Check the free space and permissions of the data directory, then"
                        + " retry.",
                "");
    }

    private static <T extends Throwable> Optional<T> inChain(Throwable exception, Class<T> type) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    private Cause refusal(TikTokException refusal) {
        String condition = refusal.code().isPresent()
                ? Integer.toString(refusal.code().getAsInt())
                : refusal.kind().id();
        return new Cause(catalog.action(refusal.actionId()), condition, refusal.getMessage(), refusal.requestId());
    }

    private static String condition(Throwable cause) {
        if (cause instanceof WorkflowError error) {
            return error.condition();
        }
        if (cause instanceof WorkflowHeld held) {
            return held.condition();
        }
        if (cause instanceof SegmentFileRefused refused) {
            return refused.code();
        }
        if (cause instanceof BooksContradicted) {
            return BooksContradicted.CONDITION;
        }
        if (cause instanceof CredentialRefused) {
            return "credential-refused";
        }
        if (cause instanceof CredentialMissing || cause instanceof SecretRefused) {
            return "credential-missing";
        }
        if (cause instanceof AudienceNameRefused || cause instanceof DestinationsRefused) {
            return "destination-invalid";
        }
        return cause instanceof DamagedMemberFile ? "member-files-damaged" : ErrorCatalog.INTERNAL_ERROR;
    }

    /** The message of a library's exception may quote data: only its type and location are reported. */
    private static String unexpected(Throwable met) {
        Throwable cause = inChain(met, Error.class).map(Throwable.class::cast).orElse(met);
        String frames = Arrays.stream(cause.getStackTrace())
                .limit(SHOWN_FRAMES)
                .map(frame -> System.lineSeparator() + "    at " + frame)
                .collect(Collectors.joining());
        LOG.error("Unexpected {}{}", cause.getClass().getName(), frames);
        return "An unexpected " + cause.getClass().getSimpleName()
                + " stopped the work: a fault of the product or of the machine."
                + " Please report it with this text and the stack trace in the log.";
    }

    /** One cause: its action, the code or condition as text, and the message. */
    public record Cause(WorkflowAction action, String condition, String message, String requestId) {
        public Cause saying(String more) {
            return new Cause(action, condition, message + more, requestId);
        }
    }
}
