package io.audienceroutes.tiktok;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.audienceroutes.tiktok.TikTokCall.Effect;
import io.audienceroutes.tiktok.TikTokCall.Method;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the calls that a delivery consists of, in the words of TikTok's API v1.3. */
public final class TikTokCalls {
    /** Audiences on a page of the list, the most that TikTok gives. */
    public static final int PAGE_SIZE = 100;

    /** Members in one batch, the most that peers report TikTok to take. */
    public static final int MAX_ROWS = MappingBody.MAX_ROWS;

    private static final String API = "/open_api/v1.3/";
    private static final byte[] NO_BODY = {};
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One page of all audiences of an advertiser, own and shared. TikTok has no filter by name.
     *
     * @param page from 1
     */
    public TikTokCall listAudiences(String advertiserId, int page) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("advertiser_id", advertiserId);
        query.put("page", Integer.toString(page));
        query.put("page_size", Integer.toString(PAGE_SIZE));
        return read(
                "dmp/custom_audience/list/",
                query,
                "list the audiences of advertiser " + QuotedText.id(advertiserId) + " (page " + page + ")",
                List.of(advertiserId));
    }

    /** Size, validity and expiry of one audience. */
    public TikTokCall getAudience(String advertiserId, String audienceId) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("advertiser_id", advertiserId);
        query.put("custom_audience_ids", json(List.of(audienceId)));
        query.put("history_size", "1");
        return read(
                "dmp/custom_audience/get/", query, "read audience " + QuotedText.id(audienceId), List.of(advertiserId));
    }

    /** A new, empty audience. TikTok allows duplicate names, so look up before every attempt. */
    public TikTokCall createAudience(String advertiserId, AudienceName name) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("advertiser_id", advertiserId);
        body.put("action", "create");
        body.put("custom_audience_name", name.value());
        return write(
                "segment/audience/",
                body,
                "create audience " + QuotedText.name(name.value()),
                Effect.CREATES,
                List.of(advertiserId),
                true);
    }

    /** Deletes a segment audience with its members; ad groups lose it. */
    public TikTokCall deleteAudience(String advertiserId, String audienceId) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("advertiser_id", advertiserId);
        body.put("action", "delete");
        body.put("delete_audience_id", audienceId);
        return write(
                "segment/audience/",
                body,
                "delete audience " + QuotedText.id(audienceId),
                Effect.REPEATABLE,
                List.of(advertiserId),
                true);
    }

    /**
     * Adds one batch of members to audiences.
     *
     * @param advertiserIds all of one business account; each audience belongs to at least one of them
     * @param digests of the schema's kind, back to back; at most {@link #MAX_ROWS}
     * @param audienceCreatedAt when we made the newest of the audiences, where that is known
     */
    public TikTokCall addMembers(
            List<String> advertiserIds,
            List<String> audienceIds,
            IdSchema schema,
            byte[] digests,
            Optional<Instant> audienceCreatedAt) {
        String purpose = "add " + members(schema, digests) + " to " + audiences(audienceIds);
        return mapping("add", purpose, advertiserIds, audienceIds, schema, digests, audienceCreatedAt);
    }

    /** Removes one batch of members from audiences; as {@link #addMembers}. */
    public TikTokCall removeMembers(
            List<String> advertiserIds,
            List<String> audienceIds,
            IdSchema schema,
            byte[] digests,
            Optional<Instant> audienceCreatedAt) {
        String purpose = "remove " + members(schema, digests) + " from " + audiences(audienceIds);
        return mapping("delete", purpose, advertiserIds, audienceIds, schema, digests, audienceCreatedAt);
    }

    private static TikTokCall mapping(
            String action,
            String purpose,
            List<String> advertiserIds,
            List<String> audienceIds,
            IdSchema schema,
            byte[] digests,
            Optional<Instant> audienceCreatedAt) {
        return new TikTokCall(
                Method.POST,
                API + "segment/mapping/",
                "",
                MappingBody.of(action, advertiserIds, audienceIds, schema, digests),
                purpose,
                Effect.REPEATABLE,
                advertiserIds,
                true,
                audienceCreatedAt);
    }

    /** Name, state and owning Business Center of advertisers; nothing else that TikTok would tell about them. */
    public TikTokCall advertiserInfo(List<String> advertiserIds) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("advertiser_ids", json(advertiserIds));
        query.put(
                "fields", json(List.of("advertiser_id", "name", "status", "rejection_reason", "role", "owner_bc_id")));
        return read("advertiser/info/", query, "check " + named("advertiser", advertiserIds), advertiserIds);
    }

    /**
     * One page of the advertising accounts of a Business Center, each with the role that the grant's user has on it. It
     * takes the permission for Business Center assets, which an app for audiences need not have.
     *
     * @param page from 1
     */
    public TikTokCall businessCenterAccounts(String businessCenterId, int page) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("bc_id", businessCenterId);
        query.put("asset_type", "ADVERTISER");
        query.put("page", Integer.toString(page));
        query.put("page_size", "50");
        return read(
                "bc/asset/get/",
                query,
                "read the user's roles in Business Center " + QuotedText.id(businessCenterId),
                List.of());
    }

    /** The advertisers that a grant reaches. TikTok wants the app's secret in the query. */
    public TikTokCall reachableAdvertisers(String appId, String appSecret) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("app_id", appId);
        query.put("secret", appSecret);
        return read("oauth2/advertiser/get/", query, "list the advertisers that the credential reaches", List.of());
    }

    /** The user who gave the grant; also the cheapest proof that a token is valid. */
    public TikTokCall userInfo() {
        return read("user/info/", Map.of(), "read the user of the credential", List.of());
    }

    /** Exchanges an authorisation code, which is valid once, for an hour, for a grant. */
    public TikTokCall exchangeAuthCode(String appId, String appSecret, String authCode) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("app_id", appId);
        body.put("secret", appSecret);
        body.put("auth_code", authCode);
        return write(
                "oauth2/access_token/",
                body,
                "exchange the authorisation code for an access token",
                Effect.CREATES,
                List.of(),
                false);
    }

    /**
     * Renews a token that expires. The only documented call of this kind is the one for the grants of creators; TikTok
     * gives advertisers long-lived tokens instead (tiktok-api.md section 3.3).
     */
    public TikTokCall renewToken(String appId, String appSecret, String refreshToken) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("client_id", appId);
        body.put("client_secret", appSecret);
        body.put("grant_type", "refresh_token");
        body.put("refresh_token", refreshToken);
        return write(
                "tt_user/oauth2/refresh_token/",
                body,
                "renew the access token of the credential",
                Effect.REPEATABLE,
                List.of(),
                false);
    }

    /** Revokes a grant: its token is invalid afterwards. */
    public TikTokCall revokeToken(String appId, String appSecret, String accessToken) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("app_id", appId);
        body.put("secret", appSecret);
        body.put("access_token", accessToken);
        return write(
                "oauth2/revoke_token/", body, "revoke the grant of the credential", Effect.REPEATABLE, List.of(), true);
    }

    private static TikTokCall read(String path, Map<String, String> query, String purpose, List<String> advertiserIds) {
        return new TikTokCall(
                Method.GET,
                API + path,
                encoded(query),
                NO_BODY,
                purpose,
                Effect.READS,
                advertiserIds,
                true,
                Optional.empty());
    }

    private static TikTokCall write(
            String path,
            Map<String, Object> body,
            String purpose,
            Effect effect,
            List<String> advertiserIds,
            boolean signed) {
        byte[] bytes = json(body).getBytes(StandardCharsets.UTF_8);
        return new TikTokCall(
                Method.POST, API + path, "", bytes, purpose, effect, advertiserIds, signed, Optional.empty());
    }

    private static String encoded(Map<String, String> query) {
        return query.entrySet().stream()
                .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Text that UTF-8 cannot represent", e);
        }
    }

    private static String members(IdSchema schema, byte[] digests) {
        int rows = digests.length / schema.digests().width();
        return String.format(Locale.ROOT, "%,d", rows) + (rows == 1 ? " member" : " members");
    }

    private static String audiences(List<String> audienceIds) {
        return named("audience", audienceIds);
    }

    private static String named(String noun, List<String> ids) {
        return noun
                + (ids.size() == 1 ? " " : "s ")
                + ids.stream().map(QuotedText::id).collect(Collectors.joining(", "));
    }
}
