package io.audienceroutes.authorization;

import io.audienceroutes.authorization.AuthorizationRequests.Request;
import io.audienceroutes.call.NewGrant;
import io.audienceroutes.call.SignedCall;
import io.audienceroutes.call.TikTokAnswer;
import io.audienceroutes.credential.AccessToken;
import io.audienceroutes.credential.BusinessUser;
import io.audienceroutes.credential.CredentialMissing;
import io.audienceroutes.credential.CredentialStore;
import io.audienceroutes.credential.Credentials;
import io.audienceroutes.destination.Rehearsal;
import io.audienceroutes.state.Environment;
import io.audienceroutes.tiktok.AccessGrant;
import io.audienceroutes.tiktok.AuthorizationLink;
import io.audienceroutes.tiktok.GrantingUser;
import io.audienceroutes.tiktok.ReplyReader;
import io.audienceroutes.tiktok.TikTokCalls;
import io.audienceroutes.tiktok.TikTokException;
import io.audienceroutes.tiktok.TikTokReply;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Obtains a grant from the owner of a TikTok account: creates the link, and turns the callback into a stored grant or
 * refuses it with a remedy. Called by route {@code complete-authorization}.
 */
public final class AuthorizationFlow {
    private static final Logger LOG = LoggerFactory.getLogger(AuthorizationFlow.class);
    private static final int STATE_BYTES = 32;

    private final Credentials credentials;
    private final CredentialStore store;
    private final AuthorizationRequests requests;
    private final ReplyReader reader;
    private final AuthorizationSettings settings;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final TikTokCalls calls = new TikTokCalls();

    /** Stores grants in the credential store, and links in the requests. */
    public AuthorizationFlow(
            Credentials credentials,
            CredentialStore store,
            AuthorizationRequests requests,
            ReplyReader reader,
            AuthorizationSettings settings,
            Clock clock) {
        this.credentials = credentials;
        this.store = store;
        this.requests = requests;
        this.reader = reader;
        this.settings = settings;
        this.clock = clock;
    }

    /** A new link for this credential; earlier links become invalid. */
    public PendingAuthorization pendingAuthorization(String credential, String actor) {
        requireOfThisEnvironment(credential);
        String appId = credentials.appId(credential).orElseThrow(() -> CredentialMissing.ofApp(credential));
        byte[] bytes = new byte[STATE_BYTES];
        random.nextBytes(bytes);
        String state = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Request request = requests.open(state, credential, settings.redirectUrl(), actor, settings.linkLife());
        String link = AuthorizationLink.of(settings.portalUrl(), appId, state, settings.redirectUrl());
        return new PendingAuthorization(request.digest(), credential, link, request.expiresAt());
    }

    /** A simulator grant is useless in production, and the simulator must never see a production grant. */
    private void requireOfThisEnvironment(String credential) {
        boolean rehearsal = credential.equals(Rehearsal.CREDENTIAL);
        if (rehearsal != (settings.environment() == Environment.SANDBOX)) {
            throw new AuthorizationRefused(
                    rehearsal
                            ? "Credential rehearsal belongs to the simulator and cannot be authorised in production. Nothing was"
                                    + " changed. If the simulator refuses its token, restart the simulator, or run:"
                                    + " audience-routes credentials authorize rehearsal --profile sandbox"
                            : "Credential " + credential + " belongs to production, and the sandbox uses only the"
                                    + " simulator's credential rehearsal. Nothing was changed. Run the command without"
                                    + " --profile sandbox.");
        }
    }

    /** Whether the link can still be used: it has neither expired nor been replaced by a newer one. */
    public boolean serves(PendingAuthorization pendingAuthorization) {
        Instant expiresAt = requests.find(pendingAuthorization.id())
                .map(Request::expiresAt)
                .orElse(pendingAuthorization.expiresAt());
        return clock.instant().isBefore(expiresAt);
    }

    /** The result of a link so far. */
    public Optional<AuthorizationRequests.Outcome> outcome(PendingAuthorization pendingAuthorization) {
        return requests.find(pendingAuthorization.id()).flatMap(Request::outcome);
    }

    /** Invalidates the link of this callback; a code without a state belongs to the newest link. */
    public CodeExchange begin(@Body AuthorizationCallback back) {
        Request request = back.state()
                .map(state -> requests.ofState(state).orElseThrow(AuthorizationFlow::unknownLink))
                .or(() -> back.credential().flatMap(requests::newestOf))
                .orElseThrow(AuthorizationFlow::unknownLink);
        if (back.credential().isPresent() && !back.credential().get().equals(request.credential())) {
            throw new AuthorizationRefused("This response belongs to a link for credential " + request.credential()
                    + ", not for " + back.credential().get() + ". Nothing was changed.");
        }
        if (!requests.use(request)) {
            throw new AuthorizationRefused("The link for credential " + request.credential()
                    + " was already used, has expired or was replaced by a newer link: a link is valid once, for "
                    + settings.linkLife().toMinutes()
                    + " minutes. Create a new one: audience-routes credentials authorize "
                    + request.credential());
        }
        return settling(request, () -> exchange(request, back));
    }

    private CodeExchange exchange(Request request, AuthorizationCallback back) {
        String credential = request.credential();
        String code = back.authCode()
                .orElseThrow(() -> new AuthorizationRefused("TikTok sent no authorisation code for credential "
                        + credential
                        + ": the owner has not approved the app. Create a new link and have the owner approve"
                        + " it: audience-routes credentials authorize " + credential));
        SignedCall call = SignedCall.unsigned(calls.exchangeAuthCode(
                credentials.appId(credential).orElseThrow(() -> CredentialMissing.ofApp(credential)),
                credentials.appSecret(credential).orElseThrow(() -> CredentialMissing.ofApp(credential)),
                code));
        return new CodeExchange(request, call, Optional.empty());
    }

    /** The call that exchanges the code. */
    public SignedCall exchangeCall(@Variable("exchange") CodeExchange exchange) {
        return exchange.call();
    }

    /** Stores the grant, or refuses one that deliveries cannot use. */
    public CodeExchange keep(@Variable("exchange") CodeExchange exchange, @Body TikTokAnswer answer) {
        return settling(exchange.request(), () -> {
            AccessGrant grant = reader.accessGrant(accepted(exchange, answer));
            requireUseful(exchange.credential(), grant);
            store.keep(
                    exchange.credential(),
                    NewGrant.of(grant, clock.instant(), Optional.empty()),
                    exchange.request().actor());
            return exchange.with(new AccessToken(grant.accessToken()));
        });
    }

    /** The call that returns who gave the grant. */
    public SignedCall userCall(@Variable("exchange") CodeExchange exchange) {
        return SignedCall.of(calls.userInfo(), exchange.token().orElseThrow());
    }

    /** Stores who gave the grant; if TikTok does not return it, the grant is stored anyway. */
    public AuthorizationRequests.Outcome finish(
            @Variable("exchange") CodeExchange exchange, @Body TikTokAnswer answer) {
        return settling(exchange.request(), () -> {
            String by = "";
            if (answer instanceof TikTokAnswer.Accepted accepted) {
                GrantingUser user = reader.grantingUser(accepted.reply());
                BusinessUser kept = new BusinessUser(user.displayName(), user.maskedEmail());
                store.grantedBy(exchange.credential(), kept);
                by = kept.label().isEmpty() ? "" : " by " + kept.label();
            } else if (answer instanceof TikTokAnswer.Refused refused) {
                LOG.warn(
                        "The user who gave a credential's grant is unknown: {}",
                        refused.reason().getMessage());
            }
            int advertisers = credentials
                    .describe(exchange.credential())
                    .orElseThrow()
                    .advertiserIds()
                    .size();
            String text = "Credential " + exchange.credential() + " is authorised" + by + " and reaches " + advertisers
                    + (advertisers == 1 ? " advertiser." : " advertisers.");
            requests.settle(exchange.request(), true, text);
            return new AuthorizationRequests.Outcome(true, text);
        });
    }

    private static TikTokReply accepted(CodeExchange exchange, TikTokAnswer answer) {
        if (answer instanceof TikTokAnswer.Refused refused) {
            TikTokException reason = refused.reason();
            throw new AuthorizationRefused(
                    reason.getMessage()
                            + " Nothing was changed. An authorisation code is valid once, for an hour. Create a"
                            + " new link: audience-routes credentials authorize " + exchange.credential(),
                    reason);
        }
        return ((TikTokAnswer.Accepted) answer).reply();
    }

    private static void requireUseful(String credential, AccessGrant grant) {
        List<String> missing = Scopes.missing(grant.scopes());
        if (!missing.isEmpty()) {
            throw new AuthorizationRefused("The grant for credential " + credential + " lacks permissions: "
                    + String.join("; ", missing) + ". Nothing was changed. In the TikTok for Business developer portal,"
                    + " open My Apps, give the app these permissions and wait until TikTok has approved them; an older"
                    + " grant does not include them. Then create a new link: audience-routes credentials authorize "
                    + credential);
        }
        if (grant.advertiserIds().isEmpty()) {
            throw new AuthorizationRefused("The grant for credential " + credential
                    + " reaches no advertiser: no account"
                    + " was selected on TikTok's page. Nothing was changed. Create a new link, and have the owner select the"
                    + " advertising accounts before approving: audience-routes credentials authorize " + credential);
        }
    }

    /** Reports the problem to the command that waits for the link. */
    private <T> T settling(Request request, Supplier<T> step) {
        try {
            return step.get();
        } catch (RuntimeException e) {
            requests.settle(request, false, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private static AuthorizationRefused unknownLink() {
        return new AuthorizationRefused(
                "This response does not belong to a link that was created here. Nothing was changed. Create a link:"
                        + " audience-routes credentials authorize NAME");
    }
}
