package io.audienceroutes.tiktok;

import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.tiktok.TikTokCall.Effect;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Reads the data of successful answers. Missing fields are accepted if a delivery does not need them; anything else
 * that does not have the documented form throws a {@link TikTokException}: permanent for a query, effect unknown for
 * the creation of an audience, which may exist now.
 */
public final class ReplyReader {
    private final ErrorCatalog catalog;

    public ReplyReader(ErrorCatalog catalog) {
        this.catalog = catalog;
    }

    /** Of {@link TikTokCalls#listAudiences}. */
    public AudiencePage audiencePage(TikTokReply reply) {
        Fields data = fields(reply, "read the list of audiences");
        Optional<Fields> info = data.object("page_info");
        List<AudienceListing> audiences =
                data.objects("list").stream().map(AudienceListing::listed).toList();
        return new AudiencePage(
                audiences,
                number(info, "page").orElse(1),
                number(info, "total_page").orElse(1),
                info.map(fields -> fields.count("total_number").orElse(audiences.size()))
                        .orElse((long) audiences.size()));
    }

    private static Optional<Integer> number(Optional<Fields> info, String field) {
        return info.flatMap(fields -> fields.count(field).stream().boxed().findFirst())
                .map(value -> (int) Math.max(0, Math.min(Integer.MAX_VALUE, value)));
    }

    /** Of {@link TikTokCalls#getAudience}; empty when TikTok knows no such audience. */
    public Optional<AudienceListing> audience(TikTokReply reply) {
        return fields(reply, "read the audience").objects("list").stream()
                .findFirst()
                .flatMap(first -> first.object("audience_details"))
                .map(AudienceListing::detailed);
    }

    /** Of {@link TikTokCalls#createAudience}: the id of the new audience. */
    public String createdAudienceId(TikTokReply reply) {
        String attempted = "read the id of the new audience";
        return new Fields(
                        reply.data(),
                        "data",
                        problem -> new TikTokEffectUnknown(
                                fault(attempted, Effect.CREATES, reply, problem, "effect-unknown")))
                .requiredId("audience_id");
    }

    /** Of {@link TikTokCalls#advertiserInfo}. */
    public List<Advertiser> advertisers(TikTokReply reply) {
        return fields(reply, "read the advertisers").objects("list").stream()
                .map(each -> new Advertiser(
                        each.requiredId("advertiser_id"),
                        each.text("name").orElse(""),
                        each.text("status").orElse(""),
                        each.text("rejection_reason").map(QuotedText::bounded).orElse(""),
                        each.id("owner_bc_id").orElse("")))
                .toList();
    }

    /** Of {@link TikTokCalls#businessCenterAccounts}. */
    public AccountRoles accountRoles(TikTokReply reply) {
        Fields data = fields(reply, "read the user's roles");
        Map<String, String> roles = new LinkedHashMap<>();
        data.objects("list")
                .forEach(each ->
                        each.text("advertiser_role").ifPresent(role -> roles.put(each.requiredId("asset_id"), role)));
        return new AccountRoles(
                roles, number(data.object("page_info"), "total_page").orElse(1));
    }

    /** Of {@link TikTokCalls#reachableAdvertisers}: the ids; empty when the user granted no account. */
    public List<String> reachableAdvertiserIds(TikTokReply reply) {
        return fields(reply, "read the advertisers that the credential reaches").objects("list").stream()
                .map(each -> each.requiredId("advertiser_id"))
                .toList();
    }

    /** Of {@link TikTokCalls#userInfo}: who gave the grant; its texts are empty where TikTok tells none. */
    public GrantingUser grantingUser(TikTokReply reply) {
        Fields data = fields(reply, "read the user of the credential");
        return new GrantingUser(
                data.text("display_name").map(QuotedText::shown).orElse(""),
                data.text("email")
                        .filter(email -> email.contains("*"))
                        .map(QuotedText::shown)
                        .orElse(""));
    }

    /** Of {@link TikTokCalls#exchangeAuthCode} and {@link TikTokCalls#renewToken}. */
    public AccessGrant accessGrant(TikTokReply reply) {
        Fields data = fields(reply, "read the access token");
        return new AccessGrant(
                data.requiredId("access_token"),
                data.ids("advertiser_ids"),
                data.scopes("scope"),
                data.id("refresh_token").filter(token -> !token.isBlank()),
                data.count("expires_in"),
                data.count("refresh_token_expires_in"));
    }

    /** The exception if another process is renewing a token for longer than a call may wait. */
    public TikTokException renewalTakesLong(String credential) {
        return new TikTokTransient(Fault.unanswered(
                "use the access token of credential " + QuotedText.id(credential),
                Effect.READS,
                "it has expired, and another process is still renewing it",
                catalog.forCondition("token-renewal-busy")));
    }

    /**
     * The exception while a creation with a lost response may still become visible: TikTok's list can lag behind, and a
     * second creation would create a second audience with the same name.
     */
    public TikTokException notListedYet(AudienceName name) {
        return new TikTokNotReady(Fault.unanswered(
                "find audience " + QuotedText.quoted(name.value()),
                Effect.READS,
                "its creation was requested moments ago, the response was lost, and TikTok does not list it yet",
                catalog.forCondition("audience-not-ready")));
    }

    private Fields fields(TikTokReply reply, String attempted) {
        Function<String, TikTokException> refusal = problem ->
                new TikTokPermanent(fault(attempted, Effect.READS, reply, problem, "unexpected-reply-shape"));
        return new Fields(reply.data(), "data", refusal);
    }

    private Fault fault(String attempted, Effect effect, TikTokReply reply, String problem, String condition) {
        String id = reply.requestId().isEmpty() ? "no request id" : "request id " + reply.requestId();
        return new Fault(
                attempted,
                effect,
                "in TikTok's response " + problem + " (" + id + ")",
                OptionalInt.of(reply.code()),
                reply.message(),
                reply.requestId(),
                OptionalInt.empty(),
                catalog.forCondition(condition));
    }
}
