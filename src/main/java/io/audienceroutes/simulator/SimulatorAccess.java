package io.audienceroutes.simulator;

import java.util.List;

/** Who may do what: tokens, scopes, the app, and the reach of a grant. */
public final class SimulatorAccess {
    private final SimulatorState state;

    SimulatorAccess(SimulatorState state) {
        this.state = state;
    }

    /** Checks token, scopes and allow-list of a call (route {@code simulate-admit-call}). */
    public SimulatorCall authenticate(SimulatorCall call) {
        Endpoint endpoint = call.endpoint();
        if (!endpoint.needsToken()) {
            return call;
        }
        String token = call.request().token().orElseThrow(Refusal::noToken);
        Grant grant = state.grant(token).orElseThrow(Refusal::wrongToken);
        if (grant.expiredAt(call.arrivedAt())) {
            throw Refusal.expiredToken();
        }
        if (!endpoint.openedBy(state.appScopes())) {
            throw Refusal.appLacksScope(endpoint);
        }
        if (!endpoint.openedBy(grant.scopes())) {
            throw Refusal.grantLacksScope(endpoint);
        }
        if (endpoint.needsAllowListing() && !state.appAllowListed()) {
            throw Refusal.notAllowListed();
        }
        call.authenticated(grant);
        return call;
    }

    /** Why a call reached no endpoint: its path or its method (route {@code simulate-refuse-path}). */
    public Refusal explainPath(SimulatorCall call) {
        return Endpoint.at(call.request().path()).isPresent() ? Refusal.wrongMethod() : Refusal.unknownPath();
    }

    void requireApp(String appId, String secret) {
        if (!appId.equals(SimulatorDefaults.APP_ID) || !secret.equals(SimulatorDefaults.APP_SECRET)) {
            throw Refusal.wrongApp();
        }
    }

    /** The advertisers, if the call's grant reaches all of them. */
    List<Advertiser> requireReader(SimulatorCall call, List<String> advertiserIds) {
        call.concerns(advertiserIds);
        return advertiserIds.stream().map(id -> reach(call, id)).toList();
    }

    /** The advertisers, if the call's grant may change all of them. */
    List<Advertiser> requireWriter(SimulatorCall call, List<String> advertiserIds) {
        List<Advertiser> advertisers = requireReader(call, advertiserIds);
        for (Advertiser advertiser : advertisers) {
            if (!advertiser.enabled()) {
                throw Refusal.removedAdvertiser(advertiser.id());
            }
            if (!advertiser.writable()) {
                throw Refusal.noPermission();
            }
        }
        return advertisers;
    }

    private Advertiser reach(SimulatorCall call, String advertiserId) {
        Advertiser advertiser = state.advertiser(advertiserId)
                .orElseThrow(() -> state.removed(advertiserId)
                        ? Refusal.removedAdvertiser(advertiserId)
                        : Refusal.unknownAdvertiser(advertiserId));
        if (!call.grant().reaches(advertiserId)) {
            throw Refusal.noPermission();
        }
        return advertiser;
    }
}
