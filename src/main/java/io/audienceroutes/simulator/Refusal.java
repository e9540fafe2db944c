package io.audienceroutes.simulator;

import java.util.Optional;

/**
 * A call that does not get what it asked for; becomes the answer.
 *
 * <p>The texts are TikTok's own where tiktok-api.md section 4.3 knows them; the others are listed on the simulator's
 * page.
 */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int LONGEST_QUOTE = 64;
    private static final String APP_MISMATCH =
            "The app_id is inconsistent with the token's app information. Please retry after correcting it.";
    private static final String NOT_EDITABLE = "Audience is not editable, please check audience status";

    private final int status;
    private final int code;
    private final transient Optional<Reply> ready;

    private Refusal(int status, int code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.ready = Optional.empty();
    }

    private Refusal(Reply reply) {
        super("answered HTTP " + reply.status(), null, false, false);
        this.status = reply.status();
        this.code = 0;
        this.ready = Optional.of(reply);
    }

    /** The HTTP status of the answer. */
    int status() {
        return status;
    }

    /** TikTok's return code. */
    int code() {
        return code;
    }

    /** The answer, where it is not TikTok's envelope. */
    Optional<Reply> readyReply() {
        return ready;
    }

    static Refusal answering(Reply reply) {
        return new Refusal(reply);
    }

    static Refusal unknownPath() {
        return answering(Reply.raw(NOT_FOUND, Reply.TEXT, "404 page not found"));
    }

    static Refusal wrongMethod() {
        return answering(Reply.raw(METHOD_NOT_ALLOWED, Reply.TEXT, "405 method not allowed"));
    }

    static Refusal notFound(String what) {
        return new Refusal(NOT_FOUND, 0, what);
    }

    static Refusal parameter(String message) {
        return refusal(40002, message);
    }

    static Refusal parameter(String field, String expectation) {
        return parameter(field + ": " + expectation);
    }

    static Refusal missing(String field) {
        return parameter(field, "Missing data for required field.");
    }

    static Refusal noToken() {
        return refusal(40104, "Access token is null, you should set it in http header with key Access-Token.");
    }

    static Refusal wrongToken() {
        return refusal(40105, "Access token is incorrect or has been revoked.");
    }

    static Refusal expiredToken() {
        return refusal(40102, "Access token has expired.");
    }

    static Refusal wrongRefreshToken() {
        return refusal(40107, "Refresh token is invalid or has been used.");
    }

    static Refusal wrongApp() {
        return refusal(40113, APP_MISMATCH);
    }

    static Refusal tokenOfAnotherApp() {
        return refusal(40000, APP_MISMATCH);
    }

    static Refusal spentAuthCode() {
        return refusal(40110, "The auth_code is canceled. Please re-authorize and try again with a new auth_code.");
    }

    static Refusal notAllowListed() {
        return refusal(40118, "The app is not in the whitelist of this feature.");
    }

    static Refusal appLacksScope(Endpoint endpoint) {
        return refusal(
                40001,
                "Permission error: The access token lacks the required scope for endpoint '" + endpoint.nameInTexts()
                        + "(method=" + endpoint.method() + ")'. Please first check if the request method is correct"
                        + " then ask the user to generate a new access token and reauthorize your API App with the"
                        + " necessary API scopes.");
    }

    static Refusal grantLacksScope(Endpoint endpoint) {
        return refusal(
                40001,
                "advertiser does not grant you " + endpoint.nameInTexts() + ":" + endpoint.method() + " permission");
    }

    static Refusal noPermission() {
        return refusal(40001, "No permission to operate advertiser");
    }

    static Refusal unknownAdvertiser(String advertiserId) {
        return refusal(40001, missingAdvertiser(advertiserId));
    }

    static Refusal removedAdvertiser(String advertiserId) {
        return refusal(40300, missingAdvertiser(advertiserId));
    }

    static Refusal severalBusinessAccounts() {
        return parameter("advertiser_ids", "All advertiser IDs must belong to the same Business Account.");
    }

    static Refusal tooManyAudiences(int limit) {
        return parameter("The number of custom audiences has reached the upper limit of " + limit + ".");
    }

    static Refusal unknownAudience(String audienceId) {
        return refusal(40007, "The custom audience " + quote(audienceId) + " does not exist.");
    }

    static Refusal audienceOfAnother(String audienceId) {
        return parameter("The custom audience " + quote(audienceId) + " does not belong to the advertiser.");
    }

    static Refusal notPartnerAudience(String audienceId) {
        return parameter("The custom audience " + quote(audienceId) + " is not a Partner audience.");
    }

    static Refusal audienceNotReady() {
        return new Refusal(BAD_REQUEST, 40002, NOT_EDITABLE);
    }

    static Refusal audienceNotEditable() {
        return parameter(NOT_EDITABLE);
    }

    static Refusal batchTooLarge(int limit) {
        return refusal(40061, "batch_data: At most " + limit + " rows are allowed in one request.");
    }

    static Refusal notHashed() {
        return refusal(40062, "batch_data: The ids must be hashed as id_schema says.");
    }

    static Refusal tooManyCalls(String window) {
        return refusal(40100, "App reaches the " + window + " limit.");
    }

    /** A value of the caller as it may be repeated: short and without control characters. */
    static String quote(String value) {
        String kept = value.length() > LONGEST_QUOTE ? value.substring(0, LONGEST_QUOTE) + "..." : value;
        return kept.replaceAll("\\p{Cntrl}", "?");
    }

    static Refusal scripted(int status, int code, String message) {
        return new Refusal(status, code, message);
    }

    private static Refusal refusal(int code, String message) {
        return new Refusal(OK, code, message);
    }

    private static String missingAdvertiser(String advertiserId) {
        return "The advertiser " + quote(advertiserId) + " doesn't exist or has been deleted.";
    }
}
