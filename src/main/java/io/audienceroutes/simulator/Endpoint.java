package io.audienceroutes.simulator;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/** The simulated part of TikTok's API: each path, its method and what a caller needs for it. */
enum Endpoint {
    ISSUE_TOKEN("oauth2/access_token/", "POST", Permission.NONE),
    RENEW_TOKEN("tt_user/oauth2/refresh_token/", "POST", Permission.NONE),
    REVOKE_TOKEN("oauth2/revoke_token/", "POST", Permission.NONE),
    LIST_ADVERTISERS("oauth2/advertiser/get/", "GET", Permission.READ_ACCOUNTS),
    DESCRIBE_ADVERTISERS("advertiser/info/", "GET", Permission.READ_ACCOUNTS),
    LIST_BUSINESS_ASSETS("bc/asset/get/", "GET", Permission.READ_BUSINESS_CENTER),
    DESCRIBE_USER("user/info/", "GET", Permission.NONE),
    LIST_AUDIENCES("dmp/custom_audience/list/", "GET", Permission.READ_AUDIENCES),
    GET_AUDIENCES("dmp/custom_audience/get/", "GET", Permission.READ_AUDIENCES),
    DELETE_AUDIENCES("dmp/custom_audience/delete/", "POST", Permission.WRITE_AUDIENCES),
    CHANGE_SEGMENT("segment/audience/", "POST", Permission.WRITE_AUDIENCES),
    MAP_MEMBERS("segment/mapping/", "POST", Permission.WRITE_AUDIENCES);

    static final String BASE_PATH = "/open_api/v1.3/";

    private final String name;
    private final String method;
    private final Permission permission;

    Endpoint(String name, String method, Permission permission) {
        this.name = name;
        this.method = method;
        this.permission = permission;
    }

    /** The endpoint at exactly this path: TikTok requires the trailing slash. */
    static Optional<Endpoint> at(String path) {
        return Arrays.stream(values())
                .filter(endpoint -> endpoint.path().equals(path))
                .findFirst();
    }

    String path() {
        return BASE_PATH + name;
    }

    String method() {
        return method;
    }

    /** Calls about tokens are authenticated by the app secret in their body. */
    boolean needsToken() {
        return this != ISSUE_TOKEN && this != RENEW_TOKEN && this != REVOKE_TOKEN;
    }

    /** Whether the app must be on TikTok's allow-list: the Streaming API only. */
    boolean needsAllowListing() {
        return this == CHANGE_SEGMENT || this == MAP_MEMBERS;
    }

    /** Whether one of these scopes, or a parent of it, opens this endpoint. */
    boolean openedBy(Collection<Long> granted) {
        return permission.impliedBy(granted);
    }

    /** The path as TikTok's permission texts spell it, for example {@code /segment/mapping/}. */
    String nameInTexts() {
        return "/" + name;
    }

    /** The scopes that a token needs; a parent scope implies its children (tiktok-api.md section 3.6). */
    private enum Permission {
        NONE(0, 0, 0),
        READ_ACCOUNTS(100, 10, 1),
        READ_BUSINESS_CENTER(153, 15, 1),
        READ_AUDIENCES(30, 3, 3),
        WRITE_AUDIENCES(31, 3, 3);

        private final long scope;
        private final long parent;
        private final long grandparent;

        Permission(long scope, long parent, long grandparent) {
            this.scope = scope;
            this.parent = parent;
            this.grandparent = grandparent;
        }

        boolean impliedBy(Collection<Long> granted) {
            return this == NONE || granted.contains(scope) || granted.contains(parent) || granted.contains(grandparent);
        }
    }
}
