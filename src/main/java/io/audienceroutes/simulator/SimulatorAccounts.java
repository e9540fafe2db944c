package io.audienceroutes.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** OAuth, advertisers and the user, as tiktok-api.md sections 3.2 to 3.4 know them. */
public final class SimulatorAccounts {
    private static final int MOST_ADVERTISERS = 100;
    private static final int MOST_ASSETS = 50;
    private static final int FEW_ASSETS = 10;
    private static final int REFRESH_TOKEN_SECONDS = 31_536_000;
    private static final long ACCOUNTS_SINCE = 1_659_312_000L;

    private final SimulatorState state;
    private final SimulatorAccess access;

    SimulatorAccounts(SimulatorState state, SimulatorAccess access) {
        this.state = state;
        this.access = access;
    }

    /** Exchanges an authorisation code for a long-lived token: {@code POST oauth2/access_token/}. */
    public JsonNode issueToken(SimulatorCall call) {
        Fields body = Fields.of(call.request());
        String appId = body.text("app_id");
        String secret = body.text("secret");
        String authCode = body.text("auth_code");
        boolean withAdvertisers = body.optionalFlag("return_advertiser_ids").orElse(true);
        body.requireNoOthers();
        access.requireApp(appId, secret);
        SimulatorState.Issued issued = state.redeem(authCode);
        Grant grant = issued.grant();
        ObjectNode data = Json.MAPPER.createObjectNode().put("access_token", issued.accessToken());
        describeRenewal(data, issued);
        ArrayNode scopes = data.putArray("scope");
        grant.scopes().forEach(scopes::add);
        if (withAdvertisers) {
            ArrayNode ids = data.putArray("advertiser_ids");
            grant.advertiserIds().stream().sorted().forEach(ids::add);
        }
        return data;
    }

    /** Exchanges a refresh token for a new pair of tokens: {@code POST tt_user/oauth2/refresh_token/}. */
    public JsonNode renewToken(SimulatorCall call) {
        Fields body = Fields.of(call.request());
        String appId = body.text("client_id");
        String secret = body.text("client_secret");
        String grantType = body.text("grant_type");
        String refreshToken = body.text("refresh_token");
        body.requireNoOthers();
        access.requireApp(appId, secret);
        if (!grantType.equals("refresh_token")) {
            throw Refusal.parameter("grant_type", "Must be refresh_token.");
        }
        SimulatorState.Issued issued = state.renew(refreshToken);
        ObjectNode data = Json.MAPPER.createObjectNode().put("access_token", issued.accessToken());
        describeRenewal(data, issued);
        String scopes = issued.grant().scopes().stream().map(String::valueOf).collect(Collectors.joining(","));
        return data.put("scope", scopes).put("open_id", "example-open-id");
    }

    /** Ends a grant: {@code POST oauth2/revoke_token/}. */
    public JsonNode revokeToken(SimulatorCall call) {
        Fields body = Fields.of(call.request());
        String appId = body.text("app_id");
        String secret = body.text("secret");
        String token = body.text("access_token");
        body.requireNoOthers();
        access.requireApp(appId, secret);
        Grant revoked = state.revoke(token).orElseThrow(Refusal::wrongToken);
        ObjectNode data = Json.MAPPER.createObjectNode().put("app_id", appId);
        ArrayNode ids = data.putArray("advertiser_ids");
        revoked.advertiserIds().stream().sorted().forEach(ids::add);
        return data;
    }

    private static void describeRenewal(ObjectNode data, SimulatorState.Issued issued) {
        issued.refreshToken()
                .ifPresent(token -> data.put("refresh_token", token)
                        .put("expires_in", issued.expiresInSeconds())
                        .put("refresh_token_expires_in", REFRESH_TOKEN_SECONDS));
    }

    /** Lists what the token reaches: {@code GET oauth2/advertiser/get/}. */
    public JsonNode listAdvertisers(SimulatorCall call) {
        Query query = new Query(call.request());
        String appId = query.text("app_id");
        String secret = query.text("secret");
        query.requireNoOthers();
        if (!appId.equals(call.grant().appId())) {
            throw Refusal.tokenOfAnotherApp();
        }
        access.requireApp(appId, secret);
        ObjectNode data = Json.MAPPER.createObjectNode();
        ArrayNode list = data.putArray("list");
        state.advertisers().stream()
                .filter(advertiser -> call.grant().reaches(advertiser.id()))
                .forEach(advertiser -> list.addObject()
                        .put("advertiser_id", advertiser.id())
                        .put("advertiser_name", advertiser.name()));
        return data;
    }

    /** Describes advertisers: {@code GET advertiser/info/}. */
    public JsonNode describeAdvertisers(SimulatorCall call) {
        Query query = new Query(call.request());
        List<String> ids = query.texts("advertiser_ids", 1, MOST_ADVERTISERS);
        Optional<List<String>> fields = query.optionalTexts("fields", 1, MOST_ADVERTISERS);
        query.requireNoOthers();
        ObjectNode data = Json.MAPPER.createObjectNode();
        ArrayNode list = data.putArray("list");
        access.requireReader(call, ids).stream()
                .map(SimulatorAccounts::describe)
                .forEach(described -> list.add(chosen(described, fields)));
        return data;
    }

    /** Lists the accounts of a Business Center with the user's roles: {@code GET bc/asset/get/}. */
    public JsonNode listBusinessAssets(SimulatorCall call) {
        Query query = new Query(call.request());
        String businessCenter = query.text("bc_id");
        if (!query.text("asset_type").equals("ADVERTISER")) {
            throw Refusal.parameter("asset_type", "Only ADVERTISER is simulated.");
        }
        int page = query.integer("page", 1, 1, Integer.MAX_VALUE);
        int size = query.integer("page_size", FEW_ASSETS, 1, MOST_ASSETS);
        query.requireNoOthers();
        List<Advertiser> accounts = state.advertisers().stream()
                .filter(advertiser -> advertiser.businessAccountId().equals(businessCenter))
                .filter(advertiser -> call.grant().reaches(advertiser.id()))
                .toList();
        ObjectNode data = Json.MAPPER.createObjectNode();
        ArrayNode list = data.putArray("list");
        accounts.stream()
                .skip((long) (page - 1) * size)
                .limit(size)
                .forEach(advertiser -> list.addObject()
                        .put("asset_id", advertiser.id())
                        .put("asset_name", advertiser.name())
                        .put("asset_type", "ADVERTISER")
                        .put("advertiser_role", advertiser.writable() ? "OPERATOR" : "ANALYST"));
        data.putObject("page_info")
                .put("page", page)
                .put("page_size", size)
                .put("total_number", accounts.size())
                .put("total_page", (accounts.size() + size - 1) / size);
        return data;
    }

    /** Describes who gave the grant: {@code GET user/info/}. */
    public JsonNode describeUser(SimulatorCall call) {
        new Query(call.request()).requireNoOthers();
        return Json.MAPPER
                .createObjectNode()
                .put("display_name", call.grant().owner().name())
                .put("email", call.grant().owner().email())
                .put("core_user_id", "7000000000000000300")
                .put("create_time", ACCOUNTS_SINCE)
                .put("avatar_url", "");
    }

    private static ObjectNode describe(Advertiser advertiser) {
        return Json.MAPPER
                .createObjectNode()
                .put("advertiser_id", advertiser.id())
                .put("name", advertiser.name())
                .put("status", advertiser.status())
                .put("rejection_reason", advertiser.rejectionReason())
                .put("role", "ROLE_ADVERTISER")
                .put("owner_bc_id", advertiser.businessAccountId())
                .put("timezone", "Etc/UTC")
                .put("display_timezone", "UTC")
                .put("currency", "USD")
                .put("company", "Example Company")
                .put("country", "US")
                .put("create_time", ACCOUNTS_SINCE);
    }

    private static ObjectNode chosen(ObjectNode described, Optional<List<String>> fields) {
        fields.ifPresent(names -> {
            for (String name : names) {
                if (!described.has(name)) {
                    throw Refusal.parameter("fields", "Unknown value " + Refusal.quote(name) + ".");
                }
            }
            described.retain(names);
        });
        return described;
    }
}
