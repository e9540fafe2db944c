package io.audienceroutes.authorization;

import io.audienceroutes.call.Caller;
import io.audienceroutes.credential.BusinessUser;
import io.audienceroutes.credential.Credential;
import io.audienceroutes.credential.CredentialStore;
import io.audienceroutes.credential.Credentials;
import io.audienceroutes.credential.Grant;
import io.audienceroutes.tiktok.GrantingUser;
import io.audienceroutes.tiktok.ReplyReader;
import io.audienceroutes.tiktok.TikTokCall;
import io.audienceroutes.tiktok.TikTokCalls;
import io.audienceroutes.tiktok.TikTokReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** Checks what a credential can do, by read-only calls. Called by route {@code check-credential}. */
public final class CredentialChecker {
    private final Credentials credentials;
    private final CredentialStore store;
    private final ReplyReader reader;
    private final TikTokCalls calls = new TikTokCalls();

    /** Checks credentials, and tokens that are not stored yet. */
    public CredentialChecker(Credentials credentials, CredentialStore store, ReplyReader reader) {
        this.credentials = credentials;
        this.store = store;
        this.reader = reader;
    }

    /** Whether the token is valid, and whose it is. */
    public TikTokCall userCall() {
        return calls.userInfo();
    }

    /** Who gave the grant; stored with a stored grant. */
    public BusinessUser user(@Variable("caller") Caller caller, @Body TikTokReply reply) {
        GrantingUser told = reader.grantingUser(reply);
        BusinessUser user = new BusinessUser(told.displayName(), told.maskedEmail());
        if (kept(caller)) {
            store.grantedBy(caller.credential(), user);
        }
        return user;
    }

    /** Whether the developer app is configured; without it, TikTok does not return the advertisers. */
    public boolean appIsKnown(@Variable("caller") Caller caller) {
        return credentials.appId(caller.credential()).isPresent()
                && credentials.appSecret(caller.credential()).isPresent();
    }

    /** Which advertisers the token reaches. */
    public TikTokCall advertisersCall(@Variable("caller") Caller caller) {
        return calls.reachableAdvertisers(
                credentials.appId(caller.credential()).orElseThrow(),
                credentials.appSecret(caller.credential()).orElseThrow());
    }

    /** The advertisers that the token reaches now; stored with a stored grant. */
    public List<String> advertisers(@Variable("caller") Caller caller, @Body TikTokReply reply) {
        List<String> ids = reader.reachableAdvertiserIds(reply);
        if (kept(caller)) {
            store.reaches(caller.credential(), ids);
        }
        return ids;
    }

    /** What the check found. */
    public CredentialReport report(
            @Variable("caller") Caller caller,
            @Variable("grantingUser") BusinessUser user,
            @Variable("reachedAdvertisers") List<String> advertisers) {
        List<String> scopes = caller.candidate().isPresent()
                ? List.of()
                : credentials
                        .describe(caller.credential())
                        .map(Credential::scopes)
                        .orElse(List.of());
        List<String> missing = Scopes.missing(scopes);
        List<String> problems = new ArrayList<>();
        missing.forEach(permission -> problems.add("The grant lacks the permission " + permission
                + ". Give it to the app under My Apps in the TikTok for Business developer portal, wait until TikTok has"
                + " approved it, then authorise the credential again."));
        Optional<List<String>> reached = Optional.ofNullable(advertisers);
        if (reached.filter(List::isEmpty).isPresent()) {
            problems.add(
                    "The grant reaches no advertiser. Authorise the credential again, and have the owner select the"
                            + " advertising accounts on TikTok's page.");
        }
        return new CredentialReport(
                caller.credential(),
                Optional.of(user.label()).filter(label -> !label.isEmpty()),
                reached,
                missing,
                problems);
    }

    /** Stores a checked token if it has no problems. Returns whether it was stored. */
    public boolean keep(Caller tried, CredentialReport report, String actor) {
        if (!report.good()) {
            return false;
        }
        List<String> advertisers = report.advertiserIds().orElse(List.of());
        Grant grant = new Grant(tried.candidate().orElseThrow(), Optional.empty(), List.of(), advertisers);
        store.keep(tried.credential(), grant, actor);
        return true;
    }

    private boolean kept(Caller caller) {
        return caller.candidate().isEmpty() && store.names().contains(caller.credential());
    }
}
