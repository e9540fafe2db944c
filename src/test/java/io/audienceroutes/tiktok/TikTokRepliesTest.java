package io.audienceroutes.tiktok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.audienceroutes.catalog.ContentRemedy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every shape of answer, and what it is judged to be. */
final class TikTokRepliesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final TikTokCalls CALLS = new TikTokCalls();

    private static final TikTokCall LIST = CALLS.listAudiences("1", 1);
    private static final TikTokCall CREATE = CALLS.createAudience("1", new AudienceName("Spring"));
    private static final TikTokCall ADD = mapping(Optional.empty());

    private final TikTokReplies replies = new TikTokReplies(Catalogs.shipped(), Clock.fixed(NOW, ZoneOffset.UTC));

    private static TikTokCall mapping(Optional<Instant> createdAt) {
        return CALLS.addMembers(List.of("1"), List.of("123"), IdSchema.EMAIL_SHA256, new byte[10_000 * 32], createdAt);
    }

    private static TikTokCall call(String name) {
        return switch (name) {
            case "list" -> LIST;
            case "create" -> CREATE;
            case "add" -> ADD;
            default -> throw new AssertionError(name);
        };
    }

    private static InputStream bytes(String body) {
        return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
    }

    private static String envelope(int code, String message) {
        return "{\"code\":" + code + ",\"message\":\"" + message + "\",\"request_id\":\"20261122ABC\",\"data\":{}}";
    }

    private TikTokException refusal(TikTokCall call, int status, String body) {
        return catchThrowableOfType(TikTokException.class, () -> replies.judge(call, status, bytes(body)));
    }

    @Test
    void codeZeroIsSuccess() {
        TikTokReply reply = replies.judge(
                LIST, 200, bytes("{\"code\":0,\"message\":\"OK\",\"request_id\":\"r1\",\"data\":{\"list\":[]}}"));

        assertThat(reply.code()).isZero();
        assertThat(reply.message()).isEqualTo("OK");
        assertThat(reply.requestId()).isEqualTo("r1");
        assertThat(reply.data().toString()).isEqualTo("{\"list\":[]}");
        assertThat(reply).hasToString("code 0, request id r1");
    }

    @Test
    void successNeedsNeitherDataNorMessage() {
        TikTokReply reply = replies.judge(ADD, 200, bytes("{\"code\":0}"));

        assertThat(reply.data().isObject()).isTrue();
        assertThat(reply.requestId()).isEmpty();
    }

    /** What people report of TikTok's answers, word for word. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            40001 | No permission to operate advertiser | TikTokPermanent | missing-advertiser-permissions
            40001 | advertiser does not grant you /dmp/custom_audience/file/upload/:POST permission | TikTokPermanent | missing-advertiser-permissions
            40001 | Permission error: The access token lacks the required scope for endpoint '/campaign/get/(method=GET)'. Please first check if the request method is correct then ask the user to generate a new access token and reauthorize your API App with the necessary API scopes. | TikTokPermanent | app-scope-missing
            40001 | The advertiser 7654321098765432109 doesn't exist or has been deleted. | TikTokPermanent | advertiser-not-found
            40105 | Access token is incorrect or has been revoked. | TikTokPermanent | invalid-credentials
            40104 | Access token is null, you should set it in http header with key Access-Token. | TikTokPermanent | invalid-credentials
            40000 | The app_id is inconsistent with the token's app information. Please retry after correcting it. | TikTokPermanent | app-token-mismatch
            40110 | The auth_code is canceled. Please re-authorize and try again with a new auth_code. | TikTokPermanent | invalid-credentials
            40100 | App reaches the QPS limit. | TikTokThrottled | rate-limit
            40100 | Too many requests. Please retry in some time. | TikTokThrottled | rate-limit
            40100 | Due to too many requests, requests from App are temporarily restricted. | TikTokThrottled | rate-limit
            40100 | Too many requests by this developer. Please retry in some time. | TikTokThrottled | rate-limit
            40133 | Advertiser (1)'s QPS (12) reaches QPS limit 10 for current path, request is temporarily restricted. | TikTokThrottled | rate-limit
            40002 | Audience is not editable, please check audience status | TikTokNotReady | audience-not-editable
            40300 | advertiser does not exist | TikTokPermanent | advertiser-not-found
            40002 | batch_data: invalid id | TikTokContentRefused | members-refused
            40062 | PII not hashed | TikTokContentRefused | members-refused
            40202 | Retry may resolve this issue | TikTokTransient | tiktok-service-error
            60001 | maintenance | TikTokTransient | tiktok-maintenance
            50000 | system error | TikTokEffectUnknown | tiktok-service-error
            51002 | Internal service error ... Please retry later. | TikTokEffectUnknown | tiktok-service-error
            40050 | Duplicated request | TikTokEffectUnknown | effect-unknown
            77777 | a new word | TikTokPermanent | unknown-error
            -1 | below zero | TikTokPermanent | unknown-error
            """)
    void codeAndMessageDecideAboutABatch(int code, String message, String type, String action) {
        TikTokException refusal = refusal(ADD, 200, envelope(code, message));

        assertThat(refusal.getClass().getSimpleName()).isEqualTo(type);
        assertThat(refusal.actionId()).isEqualTo(action);
        assertThat(refusal.code()).hasValue(code);
        assertThat(refusal.tiktokMessage()).isEqualTo(message);
        assertThat(refusal.requestId()).isEqualTo("20261122ABC");
        assertThat(refusal.httpStatus()).hasValue(200);
        assertThat(refusal.attempted()).isEqualTo("add 10,000 members to audience 123");
        assertThat(refusal)
                .hasMessageStartingWith("Could not add 10,000 members to audience 123: TikTok returned code " + code
                        + " \"" + message + "\" (request id 20261122ABC). ");
    }

    @Test
    void messageSaysWhatWasAttemptedFoundMeantAndWhatToDo() {
        assertThat(refusal(ADD, 400, envelope(40001, "No permission to operate advertiser")))
                .hasMessage("Could not add 10,000 members to audience 123: TikTok returned code 40001"
                        + " \"No permission to operate advertiser\" (HTTP 400, request id 20261122ABC)."
                        + " The business user who gave the grant may not manage this advertiser."
                        + " Workflow action: Missing advertiser permissions.");
        assertThat(refusal(LIST, 502, "<html><h1>Bad\nGateway</h1>"))
                .hasMessage("Could not list the audiences of advertiser 1 (page 1): TikTok returned HTTP 502 with a"
                        + " body that is not JSON, starting with \"<html><h1>Bad\\u000aGateway</h1>\" (no request id)."
                        + " TikTok's server, or one in front of it, failed. Workflow action: TikTok service error.");
    }

    @ParameterizedTest
    @CsvSource({"QPS,SECOND", "QPM,MINUTE", "QPD,DAY"})
    void throttleTellsItsScope(String window, ThrottleScope scope) {
        TikTokException refusal = refusal(ADD, 200, envelope(40100, "App reaches the " + window + " limit."));

        assertThat(((TikTokThrottled) refusal).scope()).isEqualTo(scope);
    }

    @ParameterizedTest
    @CsvSource({"20001,ONCE_MORE_THEN_BISECT", "40061,HALVE", "40011,HALVE", "40062,BISECT"})
    void refusedContentTellsItsRemedy(int code, ContentRemedy remedy) {
        TikTokException refusal = refusal(ADD, 200, envelope(code, "x"));

        assertThat(((TikTokContentRefused) refusal).remedy()).isEqualTo(remedy);
    }

    /** What the same answer means depends on what the call changes. */
    @ParameterizedTest
    @CsvSource({
        "list,   20001, TikTokTransient",
        "create, 20001, TikTokEffectUnknown",
        "add,    20001, TikTokContentRefused",
        "list,   40062, TikTokPermanent",
        "create, 40062, TikTokPermanent",
        "list,   50002, TikTokTransient",
        "create, 50002, TikTokEffectUnknown",
        "list,   40050, TikTokTransient",
        "create, 40050, TikTokEffectUnknown",
        "create, 60001, TikTokTransient",
        "create, 40202, TikTokTransient",
        "create, 40100, TikTokThrottled"
    })
    void codeIsJudgedByWhatTheCallChanges(String name, int code, String type) {
        assertThat(refusal(call(name), 200, envelope(code, "x")).getClass().getSimpleName())
                .isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "list,   500, ``,                         TikTokTransient,     an empty body",
                "list,   200, ``,                         TikTokTransient,     an empty body",
                "create, 200, ``,                         TikTokEffectUnknown, an empty body",
                "add,    200, ``,                         TikTokEffectUnknown, an empty body",
                "list,   200, <html></html>,              TikTokTransient,     `a body that is not JSON, starting with \"<html></html>\"`",
                "add,    200, <html></html>,              TikTokEffectUnknown, `a body that is not JSON, starting with \"<html></html>\"`",
                "add,    503, <html></html>,              TikTokEffectUnknown, `a body that is not JSON, starting with \"<html></html>\"`",
                "create, 504, ``,                         TikTokEffectUnknown, an empty body",
                "add,    408, ``,                         TikTokEffectUnknown, an empty body",
                "list,   404, 404 page not found,         TikTokPermanent,     `a body that is not JSON, starting with \"404 page not found\"`",
                "add,    403, <html></html>,              TikTokPermanent,     `a body that is not JSON, starting with \"<html></html>\"`",
                "add,    302, ``,                         TikTokPermanent,     an empty body",
                "add,    429, ``,                         TikTokThrottled,     an empty body",
                "add,    200, {},                         TikTokEffectUnknown, JSON without a return code",
                "add,    200, `{\"code\":\"0\"}`,         TikTokEffectUnknown, JSON without a return code",
                "add,    200, `{\"code\":0.0}`,           TikTokEffectUnknown, JSON without a return code",
                "add,    200, `{\"code\":null}`,          TikTokEffectUnknown, JSON without a return code",
                "add,    200, `{\"code\":4294967296}`,    TikTokEffectUnknown, JSON without a return code",
                "add,    200, `[0]`,                      TikTokEffectUnknown, JSON without a return code",
                "add,    200, `0`,                        TikTokEffectUnknown, JSON without a return code",
                "add,    200, `{\"code\":40001,\"code\":0}`, TikTokEffectUnknown, `a body that is not JSON, starting with \"{\"code\":40001,\"code\":0}\"`",
                "add,    200, `{\"code\":0}{}`,           TikTokEffectUnknown, `a body that is not JSON, starting with \"{\"code\":0}{}\"`"
            })
    void answerWithoutCodeIsJudgedByStatusAndCall(String name, int status, String body, String type, String found) {
        TikTokException refusal = refusal(call(name), status, body);

        assertThat(refusal.getClass().getSimpleName()).isEqualTo(type);
        assertThat(refusal.code()).isEmpty();
        assertThat(refusal)
                .hasMessageContaining(": TikTok returned HTTP " + status + " with " + found + " (no request id). ");
    }

    @Test
    void codeZeroInARefusingStatusIsNotSuccess() {
        assertThat(refusal(ADD, 500, "{\"code\":0}")).isInstanceOf(TikTokEffectUnknown.class);
        assertThat(refusal(LIST, 400, "{\"code\":0}")).isInstanceOf(TikTokTransient.class);
    }

    @Test
    void codeCountsBeforeTheStatus() {
        assertThat(refusal(ADD, 500, envelope(40105, "revoked"))).isInstanceOf(TikTokPermanent.class);
        assertThat(refusal(ADD, 401, envelope(40100, "QPS"))).isInstanceOf(TikTokThrottled.class);
    }

    @Test
    void unknownCodeInAServerErrorIsTheServersFailure() {
        TikTokException refusal = refusal(ADD, 500, envelope(99_999, "?"));

        assertThat(refusal).isInstanceOf(TikTokEffectUnknown.class);
        assertThat(refusal.code()).hasValue(99_999);
        assertThat(refusal(LIST, 500, envelope(99_999, "?"))).isInstanceOf(TikTokTransient.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"code\":40002,\"message\":\"audience\"}", "{\"code\":77777}", "bad request", ""})
    void refusalOfAMappingSoonAfterTheCreationMeansNotReady(String body) {
        TikTokCall young = mapping(Optional.of(NOW.minusSeconds(599)));
        TikTokCall old = mapping(Optional.of(NOW.minusSeconds(600)));

        TikTokException refusal = refusal(young, 400, body);

        assertThat(refusal).isInstanceOf(TikTokNotReady.class);
        assertThat(refusal.actionId()).isEqualTo("audience-not-editable");
        assertThat(refusal(old, 400, body)).isInstanceOf(TikTokPermanent.class);
        assertThat(refusal(ADD, 400, body)).isInstanceOf(TikTokPermanent.class);
    }

    @Test
    void youthExcusesNeitherTokenNorThrottleNorServer() {
        TikTokCall young = mapping(Optional.of(NOW.minusSeconds(1)));

        assertThat(refusal(young, 401, envelope(40105, "revoked"))).isInstanceOf(TikTokPermanent.class);
        assertThat(refusal(young, 400, envelope(40300, "gone"))).isInstanceOf(TikTokPermanent.class);
        assertThat(refusal(young, 400, envelope(40100, "QPD"))).isInstanceOf(TikTokThrottled.class);
        assertThat(refusal(young, 500, "")).isInstanceOf(TikTokEffectUnknown.class);
        assertThat(refusal(young, 200, envelope(40001, "no"))).isInstanceOf(TikTokPermanent.class);
    }

    @Test
    void connectionThatWasNeverMadeIsTransientForEveryCall() {
        for (IOException fault : List.of(
                new ConnectException("Connection refused"),
                new UnknownHostException("business-api.example.com"),
                new NoRouteToHostException(),
                new SSLHandshakeException("certificate"),
                new ConnectTimeoutException(),
                new IOException("wrapped", new ConnectException()))) {
            assertThat(replies.lost(CREATE, fault)).isInstanceOf(TikTokTransient.class);
            assertThat(replies.lost(ADD, fault)).isInstanceOf(TikTokTransient.class);
        }
        assertThat(replies.lost(ADD, new ConnectException("Connection refused")))
                .hasMessage("Could not add 10,000 members to audience 123: no connection to TikTok could be made, so"
                        + " nothing was sent (ConnectException \"Connection refused\"). The connection failed"
                        + " before anything was sent, or a read-only call got no response."
                        + " Workflow action: TikTok cannot be reached.");
    }

    /** Named like the one of Apache HttpClient, which extends a class that else means the opposite. */
    private static final class ConnectTimeoutException extends SocketTimeoutException {}

    @Test
    void connectionLostAfterSendingLeavesAChangeInDoubt() {
        for (IOException fault :
                List.of(new SocketException("Connection reset"), new SocketTimeoutException("Read timed out"))) {
            assertThat(replies.lost(LIST, fault)).isInstanceOf(TikTokTransient.class);
            assertThat(replies.lost(CREATE, fault)).isInstanceOf(TikTokEffectUnknown.class);
            assertThat(replies.lost(ADD, fault)).isInstanceOf(TikTokEffectUnknown.class);
        }
        TikTokException lost = replies.lost(ADD, new SocketException("Connection reset"));
        assertThat(lost)
                .hasMessage("Could not add 10,000 members to audience 123: the call was sent, but the connection was"
                        + " lost before the response was complete (SocketException \"Connection reset\"). The call was"
                        + " sent, but no response shows whether TikTok executed it."
                        + " Workflow action: Outcome unknown.");
        assertThat(lost.code()).isEmpty();
        assertThat(lost.httpStatus()).isEqualTo(OptionalInt.empty());
    }

    @Test
    void bodyThatBreaksOffLeavesAChangeInDoubt() {
        assertThatThrownBy(() -> replies.judge(ADD, 200, new BrokenStream())).isInstanceOf(TikTokEffectUnknown.class);
        assertThatThrownBy(() -> replies.judge(LIST, 200, new BrokenStream())).isInstanceOf(TikTokTransient.class);
    }

    private static final class BrokenStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new SocketException("Connection reset");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
        }
    }

    @Test
    void endlessBodyIsNotReadToItsEnd() {
        assertThatThrownBy(() -> replies.judge(LIST, 200, new EndlessStream()))
                .isInstanceOf(TikTokTransient.class)
                .hasMessageContaining("with a body of more than 16 MiB");
    }

    private static final class EndlessStream extends InputStream {
        @Override
        public int read() {
            return '[';
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            Arrays.fill(buffer, offset, offset + length, (byte) '[');
            return length;
        }
    }

    @Test
    void whatTikTokSaysIsBoundedEscapedAndMasked() {
        String hash = "d6117306485ed0e50afab3ac871e98f81699151f30281527d63ff5f233656c69";
        String message = "line\\n\\u202e " + hash + " of jane@example.com " + "x".repeat(1_000);

        TikTokException refusal = refusal(ADD, 200, envelope(40002, message));

        assertThat(refusal.tiktokMessage())
                .startsWith("line\\u000a\\u202e [hex digits] of [address] xxx")
                .hasSizeLessThan(400)
                .endsWith("…");
        assertThat(refusal.getMessage()).doesNotContain("d6117306", "jane@").hasSizeLessThan(1_000);
    }

    @Test
    void secretInAQuotedAddressIsLeftOut() {
        TikTokException lost = replies.lost(
                LIST, new IOException("GET https://example.com/oauth2/advertiser/get/?app_id=1&secret=s3cret failed"));

        assertThat(lost).hasMessageContaining("/get/?… failed").hasMessageNotContaining("s3cret");
    }

    @Test
    void bytesOfAnyKindNeverRaiseAnythingElse() {
        Random random = new Random(20_261_122);
        String[] seeds = {
            "{\"code\":0,\"message\":\"OK\",\"request_id\":\"r\",\"data\":{\"list\":[1,2,{\"a\":null}]}}",
            envelope(40001, "No permission to operate advertiser"),
            "<!doctype html><html></html>",
            ""
        };
        for (int i = 0; i < 20_000; i++) {
            byte[] body = damaged(seeds[i % seeds.length].getBytes(StandardCharsets.UTF_8), random);
            TikTokCall call = List.of(LIST, CREATE, ADD).get(i % 3);
            int status = random.nextInt(4) == 0 ? random.nextInt(700) : 200;
            try {
                replies.judge(call, status, new ByteArrayInputStream(body));
            } catch (TikTokException expected) {
                assertThat(expected.getMessage()).hasSizeLessThan(1_500).doesNotContain("\n", "\r", "\0");
            }
        }
    }

    private static byte[] damaged(byte[] seed, Random random) {
        if (random.nextInt(3) == 0) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] body = Arrays.copyOf(seed, random.nextInt(seed.length + 3));
        for (int n = random.nextInt(4); n > 0 && body.length > 0; n--) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        return body;
    }
}
