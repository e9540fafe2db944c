package io.audienceroutes.tiktok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.audienceroutes.tiktok.TikTokCall.Effect;
import io.audienceroutes.tiktok.TikTokCall.Method;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TikTokCallsTest {
    private static final String ADVERTISER = "7654321098765432109";

    private final TikTokCalls calls = new TikTokCalls();

    @Test
    void listIsAskedPageByPage() {
        TikTokCall call = calls.listAudiences(ADVERTISER, 3);

        assertThat(call.method()).isEqualTo(Method.GET);
        assertThat(call.path()).isEqualTo("/open_api/v1.3/dmp/custom_audience/list/");
        assertThat(call.query()).isEqualTo("advertiser_id=7654321098765432109&page=3&page_size=100");
        assertThat(call.body()).isEmpty();
        assertThat(call.effect()).isEqualTo(Effect.READS);
        assertThat(call.advertiserIds()).containsExactly(ADVERTISER);
        assertThat(call.signed()).isTrue();
        assertThat(call.purpose()).isEqualTo("list the audiences of advertiser 7654321098765432109 (page 3)");
    }

    @Test
    void arraysInAQueryAreJsonText() {
        TikTokCall audience = calls.getAudience(ADVERTISER, "12");
        TikTokCall advertisers = calls.advertiserInfo(List.of("1", "2"));

        assertThat(audience.path()).isEqualTo("/open_api/v1.3/dmp/custom_audience/get/");
        assertThat(audience.query())
                .isEqualTo("advertiser_id=7654321098765432109&custom_audience_ids=%5B%2212%22%5D&history_size=1");
        assertThat(audience.purpose()).isEqualTo("read audience 12");
        assertThat(advertisers.path()).isEqualTo("/open_api/v1.3/advertiser/info/");
        assertThat(advertisers.query())
                .isEqualTo("advertiser_ids=%5B%221%22%2C%222%22%5D&fields=%5B%22advertiser_id%22%2C%22name%22%2C"
                        + "%22status%22%2C%22rejection_reason%22%2C%22role%22%2C%22owner_bc_id%22%5D");
        assertThat(advertisers.purpose()).isEqualTo("check advertisers 1, 2");
    }

    @Test
    void audienceIsCreatedWithItsName() {
        TikTokCall call = calls.createAudience(ADVERTISER, new AudienceName("Spring \"buyers\" +1 ü"));

        assertThat(call.method()).isEqualTo(Method.POST);
        assertThat(call.path()).isEqualTo("/open_api/v1.3/segment/audience/");
        assertThat(call.query()).isEmpty();
        assertThat(new String(call.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"advertiser_id\":\"7654321098765432109\",\"action\":\"create\","
                        + "\"custom_audience_name\":\"Spring \\\"buyers\\\" +1 ü\"}");
        assertThat(call.effect()).isEqualTo(Effect.CREATES);
        assertThat(call.purpose()).isEqualTo("create audience \"Spring \"buyers\" +1 ü\"");
    }

    @Test
    void batchHasOneIdentifierARowAndNamesEveryAudience() {
        byte[] digests = new byte[64];
        System.arraycopy(sha256("janedoe@gmail.com"), 0, digests, 0, 32);
        Instant created = Instant.parse("2026-11-22T10:00:00Z");

        TikTokCall call = calls.addMembers(
                List.of("1", "2"), List.of("3", "4"), IdSchema.EMAIL_SHA256, digests, Optional.of(created));

        assertThat(call.path()).isEqualTo("/open_api/v1.3/segment/mapping/");
        assertThat(new String(call.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"advertiser_ids\":[\"1\",\"2\"],\"action\":\"add\",\"id_schema\":[\"EMAIL_SHA256\"],"
                        + "\"batch_data\":["
                        + "[{\"id\":\"d6117306485ed0e50afab3ac871e98f81699151f30281527d63ff5f233656c69\","
                        + "\"audience_ids\":[\"3\",\"4\"]}],"
                        + "[{\"id\":\"0000000000000000000000000000000000000000000000000000000000000000\","
                        + "\"audience_ids\":[\"3\",\"4\"]}]]}");
        assertThat(call.effect()).isEqualTo(Effect.REPEATABLE);
        assertThat(call.purpose()).isEqualTo("add 2 members to audiences 3, 4");
        assertThat(call.audienceCreatedAt()).contains(created);
        assertThat(call.advertiserIds()).containsExactly("1", "2");
    }

    @Test
    void removalIsCalledDelete() throws IOException {
        TikTokCall call =
                calls.removeMembers(List.of("1"), List.of("3"), IdSchema.PHONE_SHA256, new byte[32], Optional.empty());

        JsonNode body = new ObjectMapper().readTree(call.body());
        assertThat(body.get("action").asText()).isEqualTo("delete");
        assertThat(body.get("id_schema").toString()).isEqualTo("[\"PHONE_SHA256\"]");
        assertThat(call.purpose()).isEqualTo("remove 1 member from audience 3");
    }

    @Test
    void everyDigestOfAFullBatchArrivesInOrder() throws IOException {
        byte[] digests = new byte[10_000 * 32];
        new Random(42).nextBytes(digests);

        TikTokCall call =
                calls.addMembers(List.of("1"), List.of("3"), IdSchema.EMAIL_SHA256, digests, Optional.empty());

        JsonNode rows = new ObjectMapper().readTree(call.body()).get("batch_data");
        StringBuilder hex = new StringBuilder();
        rows.forEach(row -> hex.append(row.get(0).get("id").asText()));
        assertThat(rows).hasSize(10_000).allMatch(row -> row.size() == 1);
        assertThat(hex).hasToString(HexFormat.of().formatHex(digests));
        assertThat(call.purpose()).isEqualTo("add 10,000 members to audience 3");
    }

    @Test
    void fullBatchIsBuiltWellUnderTenMilliseconds() {
        byte[] digests = new byte[10_000 * 32];
        long best = Long.MAX_VALUE;

        for (int i = 0; i < 50; i++) {
            long start = System.nanoTime();
            calls.addMembers(List.of("1"), List.of("3"), IdSchema.EMAIL_SHA256, digests, Optional.empty());
            best = Math.min(best, System.nanoTime() - start);
        }

        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(10));
    }

    @Test
    void batchThatIsNoBatchIsRefused() {
        assertThatThrownBy(() -> add(new byte[33]))
                .hasMessage("A batch must consist of digests of 32 bytes, not of 33 bytes");
        assertThatThrownBy(() -> add(new byte[0]))
                .hasMessage("A batch must consist of digests of 32 bytes, not of 0 bytes");
        assertThatThrownBy(() -> add(new byte[10_001 * 32])).hasMessage("A batch has at most 10000 rows, not 10001");
        assertThatThrownBy(() -> calls.addMembers(
                        List.of(), List.of("3"), IdSchema.EMAIL_SHA256, new byte[32], Optional.empty()))
                .hasMessage("A batch must go to at least one audience of at least one advertiser");
    }

    private void add(byte[] digests) {
        calls.addMembers(List.of("1"), List.of("3"), IdSchema.EMAIL_SHA256, digests, Optional.empty());
    }

    @Test
    void grantIsCheckedAndMade() {
        TikTokCall reachable = calls.reachableAdvertisers("77", "s3cret&more");
        TikTokCall exchange = calls.exchangeAuthCode("77", "s3cret", "c0de");

        assertThat(reachable.path()).isEqualTo("/open_api/v1.3/oauth2/advertiser/get/");
        assertThat(reachable.query()).isEqualTo("app_id=77&secret=s3cret%26more");
        assertThat(exchange.path()).isEqualTo("/open_api/v1.3/oauth2/access_token/");
        assertThat(new String(exchange.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"app_id\":\"77\",\"secret\":\"s3cret\",\"auth_code\":\"c0de\"}");
        assertThat(exchange.signed()).isFalse();
        assertThat(exchange.effect()).isEqualTo(Effect.CREATES);
        assertThat(calls.userInfo().path()).isEqualTo("/open_api/v1.3/user/info/");
        assertThat(calls.userInfo().query()).isEmpty();
    }

    @Test
    void secretsAndHashesStayOutOfTexts() {
        assertThat(calls.reachableAdvertisers("77", "s3cret"))
                .hasToString("GET /open_api/v1.3/oauth2/advertiser/get/: list the advertisers that the credential"
                        + " reaches");
        assertThat(calls.exchangeAuthCode("77", "s3cret", "c0de"))
                .hasToString("POST /open_api/v1.3/oauth2/access_token/: exchange the authorisation code for an access"
                        + " token");
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
