package io.audienceroutes.tiktok;

import io.audienceroutes.catalog.CatalogEntry;
import io.audienceroutes.catalog.ContentRemedy;
import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.catalog.ErrorKind;
import io.audienceroutes.tiktok.TikTokCall.Effect;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Evaluates TikTok's responses, for the route {@code attempt-tiktok-call}.
 *
 * <p>Only {@code code} 0 in an HTTP 2xx is success. TikTok sends most errors with HTTP 200, so the code takes
 * precedence over the status; without a code, the status and the call's effect decide.
 */
public final class TikTokReplies {
    /** How long after an audience's creation a refused mapping is attributed to its age. */
    static final Duration NEW_AUDIENCE = Duration.ofMinutes(10);

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int PROXY_LOGIN_REQUIRED = 407;
    /** TikTok's API uses a code for this; without one, the response is from another server. */
    private static final Set<Integer> BLOCKED = Set.of(401, 403, 451);

    private final ErrorCatalog catalog;
    private final Clock clock;

    public TikTokReplies(ErrorCatalog catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    /**
     * Evaluates a response.
     *
     * @param body read to its end, at most 16 MiB of it; the caller closes it
     * @throws TikTokException for everything that is not success, and for nothing else
     */
    public TikTokReply judge(TikTokCall call, int httpStatus, InputStream body) {
        Envelope envelope = read(call, body);
        if (envelope.code().isEmpty()) {
            throw withoutCode(call, httpStatus, envelope);
        }
        int code = envelope.code().getAsInt();
        if (code != 0) {
            throw refused(call, httpStatus, envelope, code);
        }
        if (!isSuccess(httpStatus)) {
            throw inDoubt(call, httpStatus, envelope, "unreadable-reply");
        }
        return new TikTokReply(code, QuotedText.bounded(envelope.message()), envelope.requestId(), envelope.data());
    }

    /**
     * The exception for a missing response. If nothing was sent, it is transient, unless a proxy refused this
     * installation or the certificate is not trusted, which does not resolve itself. If the call was sent, a query is
     * transient, and a change may have been executed.
     */
    public TikTokException lost(TikTokCall call, IOException fault) {
        if (LostConnection.nothingWasSent(fault)) {
            String found = LostConnection.beforeSending(fault);
            if (LostConnection.refusedByProxy(fault)) {
                return exception(ErrorKind.PERMANENT, unanswered(call, found, "proxy-refused"));
            }
            if (LostConnection.untrusted(fault)) {
                return exception(ErrorKind.PERMANENT, unanswered(call, found, "certificate-not-trusted"));
            }
            return exception(ErrorKind.TRANSIENT, unanswered(call, found, "tiktok-unreachable"));
        }
        return afterSending(call, fault);
    }

    private Envelope read(TikTokCall call, InputStream body) {
        try {
            return Envelope.read(body);
        } catch (IOException e) {
            throw afterSending(call, e);
        }
    }

    private TikTokException afterSending(TikTokCall call, IOException fault) {
        ErrorKind kind = doubtful(call);
        String condition = kind == ErrorKind.TRANSIENT ? "tiktok-unreachable" : "effect-unknown";
        return exception(kind, unanswered(call, LostConnection.afterSending(fault), condition));
    }

    private TikTokException withoutCode(TikTokCall call, int status, Envelope envelope) {
        if (status == TOO_MANY_REQUESTS) {
            return exception(ErrorKind.THROTTLED_SECOND, fault(call, status, envelope, "http-throttled"));
        }
        if (status == PROXY_LOGIN_REQUIRED) {
            return exception(ErrorKind.PERMANENT, fault(call, status, envelope, "proxy-refused"));
        }
        if (status >= 500) {
            return inDoubt(call, status, envelope, "http-server-error");
        }
        if (status < 300 || status == REQUEST_TIMEOUT) {
            return inDoubt(call, status, envelope, "unreadable-reply");
        }
        if (BLOCKED.contains(status)) {
            return exception(ErrorKind.PERMANENT, fault(call, status, envelope, "http-blocked"));
        }
        if (isClientError(status) && mapsToNewAudience(call)) {
            return exception(ErrorKind.NOT_READY, fault(call, status, envelope, "audience-not-ready"));
        }
        return exception(ErrorKind.PERMANENT, fault(call, status, envelope, "http-refused"));
    }

    private TikTokException refused(TikTokCall call, int status, Envelope envelope, int code) {
        CatalogEntry entry = catalog.forCode(code, envelope.message());
        if (!entry.known() && status >= 500) {
            return inDoubt(call, status, envelope, "http-server-error");
        }
        if (isClientError(status) && mapsToNewAudience(call) && canBeYouth(entry.kind(), code)) {
            return exception(ErrorKind.NOT_READY, fault(call, status, envelope, "audience-not-ready"));
        }
        return exception(kind(call, entry, code), fault(call, status, envelope, entry));
    }

    /** It is unknown whether the call was executed, which matters only for changes. */
    private TikTokException inDoubt(TikTokCall call, int status, Envelope envelope, String whenReading) {
        ErrorKind kind = doubtful(call);
        String condition = kind == ErrorKind.TRANSIENT ? whenReading : "effect-unknown";
        return exception(kind, fault(call, status, envelope, condition));
    }

    private static ErrorKind doubtful(TikTokCall call) {
        return call.effect() == Effect.READS ? ErrorKind.TRANSIENT : ErrorKind.EFFECT_UNKNOWN;
    }

    private static ErrorKind kind(TikTokCall call, CatalogEntry entry, int code) {
        return switch (entry.kind()) {
            case EFFECT_UNKNOWN -> doubtful(call);
            // 5xxxx: TikTok's service failed, perhaps after it had done its work
            case TRANSIENT -> isServiceFailure(code) ? doubtful(call) : ErrorKind.TRANSIENT;
            case CONTENT -> call.effect() == Effect.REPEATABLE ? ErrorKind.CONTENT : withoutBatch(call, entry);
            case THROTTLED_SECOND, THROTTLED_MINUTE, THROTTLED_DAY, NOT_READY, PERMANENT -> entry.kind();
        };
    }

    /** A refusal of content by a call that carries no batch: there is nothing to divide. */
    private static ErrorKind withoutBatch(TikTokCall call, CatalogEntry entry) {
        boolean partly = entry.remedy()
                .filter(ContentRemedy.ONCE_MORE_THEN_BISECT::equals)
                .isPresent();
        return partly ? doubtful(call) : ErrorKind.PERMANENT;
    }

    private boolean mapsToNewAudience(TikTokCall call) {
        return call.effect() == Effect.REPEATABLE
                && call.audienceCreatedAt()
                        .map(created -> clock.instant().isBefore(created.plus(NEW_AUDIENCE)))
                        .orElse(false);
    }

    /** Codes about token, app and advertiser (401xx, 403xx) mean what they say, however new the audience is. */
    private static boolean canBeYouth(ErrorKind kind, int code) {
        boolean says = kind == ErrorKind.PERMANENT || kind == ErrorKind.CONTENT || kind == ErrorKind.NOT_READY;
        return says && code / 100 != 401 && code / 100 != 403;
    }

    private static boolean isServiceFailure(int code) {
        return code / 10_000 == 5;
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    private static boolean isClientError(int status) {
        return status >= 400 && status < 500;
    }

    private Fault unanswered(TikTokCall call, String found, String condition) {
        return Fault.unanswered(call.purpose(), call.effect(), found, catalog.forCondition(condition));
    }

    private Fault fault(TikTokCall call, int status, Envelope envelope, String condition) {
        return fault(call, status, envelope, catalog.forCondition(condition));
    }

    private static Fault fault(TikTokCall call, int status, Envelope envelope, CatalogEntry entry) {
        return new Fault(
                call.purpose(),
                call.effect(),
                found(status, envelope),
                envelope.code(),
                QuotedText.bounded(envelope.message()),
                envelope.requestId(),
                OptionalInt.of(status),
                entry);
    }

    private static String found(int status, Envelope envelope) {
        String id = envelope.requestId().isEmpty() ? "no request id" : "request id " + envelope.requestId();
        if (status == PROXY_LOGIN_REQUIRED) {
            return "a proxy returned HTTP " + status + ", so nothing was sent";
        }
        if (envelope.code().isEmpty()) {
            return "TikTok returned HTTP " + status + " with " + envelope.found() + " (" + id + ")";
        }
        String http = status == 200 ? "" : "HTTP " + status + ", ";
        return "TikTok returned code " + envelope.code().getAsInt() + " " + QuotedText.quoted(envelope.message()) + " ("
                + http + id + ")";
    }

    private static TikTokException exception(ErrorKind kind, Fault fault) {
        return switch (kind) {
            case THROTTLED_SECOND -> new TikTokThrottled(fault, ThrottleScope.SECOND);
            case THROTTLED_MINUTE -> new TikTokThrottled(fault, ThrottleScope.MINUTE);
            case THROTTLED_DAY -> new TikTokThrottled(fault, ThrottleScope.DAY);
            case TRANSIENT -> new TikTokTransient(fault);
            case EFFECT_UNKNOWN -> new TikTokEffectUnknown(fault);
            case NOT_READY -> new TikTokNotReady(fault);
            case CONTENT ->
                new TikTokContentRefused(fault, fault.entry().remedy().orElseThrow());
            case PERMANENT -> new TikTokPermanent(fault);
        };
    }
}
