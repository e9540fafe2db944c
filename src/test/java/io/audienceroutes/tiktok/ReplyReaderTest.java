package io.audienceroutes.tiktok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplyReaderTest {
    private final ReplyReader reader = new ReplyReader(Catalogs.shipped());

    private static TikTokReply reply(String data) {
        try {
            return new TikTokReply(0, "OK", "r1", new ObjectMapper().readTree(data));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void pageOfAudiencesIsRead() {
        AudiencePage page = reader.audiencePage(reply("""
                {"list":[{"audience_id":"12","name":"Spring","audience_type":"Partner Audience","is_creator":true,
                          "is_valid":false,"is_expiring":true,"shared":false,"cover_num":1200,
                          "create_time":"2026-11-20 08:09:10","expired_time":"2027-11-20 00:00:00",
                          "msg":"computing","error_msg":null,"rule":{"unknown":[1]}}],
                 "page_info":{"page":2,"page_size":100,"total_number":301,"total_page":4}}
                """));

        assertThat(page.page()).isEqualTo(2);
        assertThat(page.totalPages()).isEqualTo(4);
        assertThat(page.totalNumber()).isEqualTo(301);
        assertThat(page.isLast()).isFalse();
        AudienceListing audience = page.audiences().get(0);
        assertThat(audience.audienceId()).isEqualTo("12");
        assertThat(audience.name()).isEqualTo("Spring");
        assertThat(audience.isPartner()).isTrue();
        assertThat(audience.isCreator()).isTrue();
        assertThat(audience.isValid()).isFalse();
        assertThat(audience.isExpiring()).isTrue();
        assertThat(audience.coverNum()).isEqualTo(OptionalLong.of(1200));
        assertThat(audience.createTime()).contains(Instant.parse("2026-11-20T08:09:10Z"));
        assertThat(audience.status()).isEqualTo("computing");
        assertThat(audience.problem()).isEmpty();
        assertThat(audience.hasExpired(Instant.parse("2027-11-19T23:59:59Z"))).isFalse();
        assertThat(audience.hasExpired(Instant.parse("2027-11-20T00:00:00Z"))).isTrue();
    }

    @Test
    void fieldsThatAreNotSentAreNotMissed() {
        AudiencePage page = reader.audiencePage(reply("{\"list\":[{\"audience_id\":12345678901234567890123}]}"));

        AudienceListing audience = page.audiences().get(0);
        assertThat(audience.audienceId()).isEqualTo("12345678901234567890123");
        assertThat(audience.name()).isEmpty();
        assertThat(audience.isCreator()).isTrue();
        assertThat(audience.isValid()).isTrue();
        assertThat(audience.coverNum()).isEmpty();
        assertThat(audience.createTime()).isEmpty();
        assertThat(page.isLast()).isTrue();
        assertThat(page.totalNumber()).isEqualTo(1);
        assertThat(reader.audiencePage(reply("{}")).audiences()).isEmpty();
    }

    @Test
    void emptyPageIsTheLastWhateverTikTokCounts() {
        AudiencePage page =
                reader.audiencePage(reply("{\"list\":[],\"page_info\":{\"page\":1,\"total_page\":9000000000}}"));

        assertThat(page.isLast()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "[]                                                        | data is not an object",
                "{\"list\":{}}                                             | data.list is not a list",
                "{\"list\":[7]}                                            | data.list[0] is not an object",
                "{\"page_info\":[]}                                        | data.page_info is not an object",
                "{\"page_info\":{\"page\":\"1\"}}                          | data.page_info.page is not a whole number"
            })
    void wrongTypeIsNamedWithItsPlace(String data, String problem) {
        assertThatThrownBy(() -> reader.audiencePage(reply(data)))
                .isInstanceOf(TikTokPermanent.class)
                .hasMessage("Could not read the list of audiences: in TikTok's response " + problem
                        + " (request id r1). TikTok accepted the call, but its response does not have the documented"
                        + " form. Workflow action: Unknown error.");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"name\":\"x\"}                             | field audience_id is missing or not an id",
                "{\"audience_id\":\"\"}                       | field audience_id is missing or not an id",
                "{\"audience_id\":true}                       | field audience_id is missing or not an id",
                "{\"audience_id\":\"1\",\"audience_type\":5}  | field audience_type is not text",
                "{\"audience_id\":\"1\",\"is_creator\":1}     | field is_creator is not true or false",
                "{\"audience_id\":\"1\",\"shared\":\"no\"}    | field shared is not true or false"
            })
    void anAudienceWithAnOddFieldThatDecidesIsListedWithItsFault(String element, String oddity) {
        AudiencePage page = reader.audiencePage(reply("{\"list\":[" + element + "]}"));

        assertThat(page.audiences())
                .singleElement()
                .satisfies(audience -> assertThat(audience.oddity()).contains(oddity));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"cover_num\":\"n/a\"", "\"is_valid\":1", "\"create_time\":7", "\"msg\":[]", "\"name\":5"})
    void anOddFieldThatDecidesNothingIsTakenAsUntold(String field) {
        AudiencePage page = reader.audiencePage(reply("{\"list\":[{\"audience_id\":\"1\"," + field + "}]}"));

        assertThat(page.audiences()).singleElement().satisfies(audience -> {
            assertThat(audience.oddity()).isEmpty();
            assertThat(audience.isValid()).isTrue();
            assertThat(audience.coverNum()).isEmpty();
        });
    }

    @Test
    void oneAudienceIsReadFromItsDetails() {
        assertThat(
                        reader.audience(
                                reply(
                                        "{\"list\":[{\"audience_details\":{\"audience_id\":\"12\",\"type\":\"Partner\",\"cover_num\":7}}]}")))
                .hasValueSatisfying(audience -> {
                    assertThat(audience.isPartner()).isTrue();
                    assertThat(audience.coverNum()).hasValue(7);
                });
        assertThat(reader.audience(reply("{\"list\":[]}"))).isEmpty();
    }

    @Test
    void newAudienceHasAnId() {
        assertThat(reader.createdAudienceId(reply("{\"audience_id\":\"1234345\"}")))
                .isEqualTo("1234345");
    }

    @Test
    void newAudienceWithoutIdMayExistAllTheSame() {
        assertThatThrownBy(() -> reader.createdAudienceId(reply("{}")))
                .isInstanceOf(TikTokEffectUnknown.class)
                .hasMessageContaining("data.audience_id is missing");
    }

    @Test
    void advertisersAreRead() {
        assertThat(
                        reader.advertisers(
                                reply(
                                        "{\"list\":[{\"advertiser_id\":\"1\",\"name\":\"Shop\",\"status\":\"STATUS_LIMIT\",\"rejection_reason\":\"Unpaid\",\"owner_bc_id\":\"9\"}]}")))
                .containsExactly(new Advertiser("1", "Shop", "STATUS_LIMIT", "Unpaid", "9"))
                .noneMatch(each -> each.standing() == Advertiser.Standing.IN_USE);
        assertThat(reader.reachableAdvertiserIds(
                        reply("{\"list\":[{\"advertiser_id\":\"1\"},{\"advertiser_id\":\"2\"}]}")))
                .containsExactly("1", "2");
        assertThat(reader.grantingUser(reply("{\"display_name\":\"Marketing\",\"email\":\"m***g@example.com\"}")))
                .isEqualTo(new GrantingUser("Marketing", "m***g@example.com"));
        assertThat(reader.grantingUser(reply("{\"email\":\"whole@example.com\"}")))
                .as("an address that TikTok did not mask is not kept")
                .isEqualTo(new GrantingUser("", ""));
    }

    @Test
    void aGrantThatExpiresTellsHowItIsRenewed() {
        AccessGrant grant =
                reader.accessGrant(reply("{\"access_token\":\"a\",\"refresh_token\":\"r\",\"expires_in\":86400,"
                        + "\"refresh_token_expires_in\":31536000,\"scope\":\"user.info.basic,3\"}"));

        assertThat(grant.refreshToken()).contains("r");
        assertThat(grant.expiresInSeconds()).hasValue(86_400);
        assertThat(grant.refreshExpiresInSeconds()).hasValue(31_536_000);
        assertThat(grant.scopes()).containsExactly("user.info.basic", "3");
    }

    @Test
    void scopesAboveWhatADoubleHoldsKeepTheirDigits() {
        TikTokReply judged = new TikTokReplies(Catalogs.shipped(), Clock.systemUTC())
                .judge(
                        new TikTokCalls().exchangeAuthCode("1", "s", "c"),
                        200,
                        new ByteArrayInputStream(
                                ("{\"code\":0,\"data\":{\"access_token\":\"t0ken\",\"advertiser_ids\":[\"1\"],"
                                                + "\"scope\":[4,7043626160646946818,123456789012345678901]}}")
                                        .getBytes(StandardCharsets.UTF_8)));

        AccessGrant grant = reader.accessGrant(judged);

        assertThat(grant.scopes()).containsExactly("4", "7043626160646946818", "123456789012345678901");
        assertThat(grant.advertiserIds()).containsExactly("1");
        assertThat(grant.accessToken()).isEqualTo("t0ken");
        assertThat(grant).hasToString("grant for 1 advertisers");
    }

    @Test
    void dataOfAnyShapeNeverRaisesAnythingElse() {
        String[] values = {"1", "\"x\"", "null", "true", "[]", "{}", "1.5", "[{}]", "[[1]]", "1e999", "\"\""};
        String[] fields = {
            "list", "page_info", "audience_id", "name", "is_valid", "cover_num", "create_time", "access_token", "scope"
        };
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            String inner = object(fields, values, random);
            TikTokReply reply = reply(random.nextBoolean() ? inner : "{\"list\":[" + inner + "]}");
            for (Runnable read : new Runnable[] {
                () -> reader.audiencePage(reply),
                () -> reader.audience(reply),
                () -> reader.createdAudienceId(reply),
                () -> reader.advertisers(reply),
                () -> reader.accessGrant(reply)
            }) {
                try {
                    read.run();
                } catch (TikTokException expected) {
                    assertThat(expected.requestId()).isEqualTo("r1");
                }
            }
        }
    }

    private static String object(String[] fields, String[] values, Random random) {
        StringBuilder object = new StringBuilder("{\"zz\":0");
        for (String field : fields) {
            if (random.nextBoolean()) {
                object.append(",\"" + field + "\":" + values[random.nextInt(values.length)]);
            }
        }
        return object.append('}').toString();
    }
}
