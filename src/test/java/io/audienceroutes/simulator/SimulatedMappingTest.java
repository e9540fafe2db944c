package io.audienceroutes.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedMappingTest {
    @RegisterExtension
    static final RunningSimulator tiktok = new RunningSimulator();

    private static final String PATH = "segment/mapping/";
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);
    private static final String MD5 = "c".repeat(32);
    private static final String NOT_HASHED = "200 40062 batch_data: The ids must be hashed as id_schema says.";

    private String audienceId;

    @BeforeEach
    void createAudience() throws Exception {
        audienceId = tiktok.audience("Example");
    }

    @Test
    void addedMembersAreThereOnce() throws Exception {
        assertThat(map("add", "'EMAIL_SHA256'", row(entry(B)), row(entry(A)), row(entry(A)))
                        .outcome())
                .isEqualTo("200 0 OK");
        assertThat(map("add", "'EMAIL_SHA256'", row(entry(A))).code()).isZero();

        assertThat(tiktok.members(audienceId)).isEqualTo(A + "\n" + B + "\n");
    }

    @Test
    void deletedMembersAreGoneAndStrangersDoNotMatter() throws Exception {
        map("add", "'EMAIL_SHA256'", row(entry(A)), row(entry(B)));

        assertThat(map("delete", "'EMAIL_SHA256'", row(entry(A)), row(entry("d".repeat(64))))
                        .code())
                .isZero();

        assertThat(tiktok.members(audienceId)).isEqualTo(B + "\n");
    }

    @Test
    void deletingUnderAnotherSchemaRemovesNothing() throws Exception {
        map("add", "'EMAIL_SHA256'", row(entry(A)));

        map("delete", "'PHONE_SHA256'", row(entry(A)));

        assertThat(tiktok.members(audienceId)).isEqualTo(A + "\n");
    }

    @Test
    void addIsTheDefaultAction() throws Exception {
        String batch = batch("add", "'EMAIL_SHA256'", row(entry(A))).replace("'action':'add',", "");

        assertThat(tiktok.post(PATH, batch).code()).isZero();
        assertThat(tiktok.members(audienceId)).isEqualTo(A + "\n");
    }

    @Test
    void idsAreReadByTheirPosition() throws Exception {
        map("add", "'EMAIL_SHA256','IDFA_MD5'", row(entry(A), entry(MD5)), row("{}", entry(MD5)), row(entry(B), "{}"));

        assertThat(tiktok.members(audienceId)).isEqualTo(A + "\n" + B + "\n" + MD5 + "\n");
        assertThat(tiktok.show("audiences/" + audienceId + "/members?schema=EMAIL_SHA256")
                        .text())
                .isEqualTo(A + "\n" + B + "\n");
        assertThat(tiktok.show("audiences/" + audienceId + "/members?schema=IDFA_MD5")
                        .text())
                .isEqualTo(MD5 + "\n");
    }

    @Test
    void upperCaseDigestsAndLowerCaseSchemasAreTheSame() throws Exception {
        map("add", "'email_sha256'", row(entry("ABCDEF".repeat(10) + "0123")));

        assertThat(tiktok.members(audienceId)).isEqualTo("abcdef".repeat(10) + "0123\n");
    }

    @Test
    void fieldsMayComeInAnyOrder() throws Exception {
        String batch = "{'batch_data':[[{'audience_ids':['" + audienceId + "'],'id':'" + A
                + "'}]],'id_schema':['EMAIL_SHA256'],'advertiser_ids':['7000000000000000001']}";

        assertThat(tiktok.post(PATH, batch).code()).isZero();
        assertThat(tiktok.members(audienceId)).isEqualTo(A + "\n");
    }

    @Test
    void oneIdMayGoToAudiencesOfSeveralAdvertisers() throws Exception {
        String second = tiktok.seed("{'advertiserId':'7000000000000000002','name':'Example'}");
        String entry = "{'id':'" + A + "','audience_ids':['" + audienceId + "','" + second + "']}";

        assertThat(tiktok.post(
                                PATH,
                                batch("add", "'EMAIL_SHA256'", row(entry))
                                        .replace(
                                                "['7000000000000000001']",
                                                "['7000000000000000001','7000000000000000002']"))
                        .code())
                .isZero();

        assertThat(tiktok.members(audienceId)).isEqualTo(tiktok.members(second)).isEqualTo(A + "\n");
    }

    @Test
    void advertisersMustShareABusinessAccount() throws Exception {
        String batch = batch("add", "'EMAIL_SHA256'", row(entry(A)))
                .replace("['7000000000000000001']", "['7000000000000000001','7000000000000000003']");

        assertThat(tiktok.post(PATH, batch).outcome())
                .isEqualTo("200 40002 advertiser_ids: All advertiser IDs must belong to the same Business Account.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "janedoe@gmail.com",
                "",
                "aaaa",
                "gggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg",
                "\u00e9aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "cccccccccccccccccccccccccccccccc",
                "6D92078A-8246-4BA4-AE5B-76104861E7DC"
            })
    void idThatIsNoSha256DigestRefusesTheWholeBatch(String id) throws Exception {
        assertThat(map("add", "'EMAIL_SHA256'", row(entry(A)), row(entry(id))).outcome())
                .isEqualTo(NOT_HASHED);
        assertThat(tiktok.members(audienceId)).isEmpty();
    }

    @Test
    void sha256DigestIsNoMd5Digest() throws Exception {
        assertThat(map("add", "'AAID_MD5'", row(entry(A))).outcome()).isEqualTo(NOT_HASHED);
        assertThat(map("add", "'AAID_MD5'", row(entry(MD5))).code()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'EMAIL_SHA256'| [{}] | batch_data: A row has no id.",
                "'EMAIL_SHA256','PHONE_SHA256' | [{},{}] | batch_data: A row has no id.",
                "'EMAIL_SHA256' | [] | batch_data: A row has no id.",
                "'EMAIL_SHA256' | {} | batch_data: Every row must be an array.",
                "'EMAIL_SHA256' | ['a'] | batch_data: Every entry of a row must be an object.",
                "'EMAIL_SHA256' | [{'id':7}] | batch_data: An id must be a string.",
                "'EMAIL_SHA256' | [{'id':'7'}]"
                        + " | batch_data: An entry must have both id and audience_ids, or nothing.",
                "'EMAIL_SHA256' | [{'audience_ids':['7']}]"
                        + " | batch_data: An entry must have both id and audience_ids, or nothing.",
                "'EMAIL_SHA256' | [{'audience_ids':[7]}] | batch_data: audience_ids must be an array of strings.",
                "'EMAIL_SHA256' | [{'audience_ids':'7'}] | batch_data: audience_ids must be an array of strings.",
                "'EMAIL_SHA256' | [{'audience_ids':[]}] | batch_data: audience_ids must not be empty.",
                "'EMAIL_SHA256' | [{'id':'7','id':'7'}] | batch_data: An entry has an unknown field, or one twice.",
                "'EMAIL_SHA256' | [{'id':'7','type':'7'}] | batch_data: An entry has an unknown field, or one twice.",
                "'GAID_SHA256' | [{}] | id_schema: Unknown value GAID_SHA256.",
                "'IDFA' | [{}] | id_schema: Unknown value IDFA.",
                "'EMAIL_SHA256','email_sha256' | [{}] | id_schema: Must not have a value twice.",
                "7 | [{}] | id_schema: Must be an array of strings.",
                "'' | [{}] | id_schema: Unknown value .",
            })
    void wrongRowOrSchemaIsRefused(String schema, String row, String message) throws Exception {
        assertThat(map("add", schema, row).outcome()).isEqualTo("200 40002 " + message);
    }

    @Test
    void rowMustBeAsLongAsTheSchema() throws Exception {
        String expected = "200 40002 batch_data: Every row must have 2 entries, one for each id_schema, but rows have ";

        assertThat(map("add", "'EMAIL_SHA256','PHONE_SHA256'", row(entry(A), entry(B)), row(entry(A)))
                        .outcome())
                .isEqualTo(expected + "1 to 2.");
        assertThat(map("add", "'EMAIL_SHA256','PHONE_SHA256'", row(entry(A), entry(B), "{}"))
                        .outcome())
                .isEqualTo(expected + "3 to 3.");
        assertThat(map("add", "'EMAIL_SHA256'", row(entry(A), "{},{},{},{},{},{}"))
                        .outcome())
                .isEqualTo("200 40002 batch_data: A row has more entries than there are id schemas.");
        assertThat(tiktok.members(audienceId)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'id_schema':['EMAIL_SHA256'],'batch_data':[]} | batch_data: Must not be empty.",
                "{'id_schema':['EMAIL_SHA256']} | advertiser_ids: Missing data for required field.",
                "{'advertiser_ids':['1'],'id_schema':['EMAIL_SHA256']} | batch_data: Missing data for required field.",
                "{'advertiser_ids':['1']} | id_schema: Missing data for required field.",
                "{'advertiser_ids':[7000000000000000001]} | advertiser_ids: Must be an array of strings.",
                "{'advertiser_ids':'7'} | advertiser_ids: Must be an array of strings.",
                "{'advertiser_ids':[]} | advertiser_ids: Must have 1 to 100 elements.",
                "{'id_schema':[]} | id_schema: Must not be empty.",
                "{'action':'remove'} | action: Must be add or delete.",
                "{'action':1} | action: Not a valid string.",
                "{'batch_data':{}} | batch_data: Must be an array of rows.",
                "{'id_type':'EMAIL_SHA256'} | id_type: Unknown field.",
                "{'action':'add','action':'add'} | action: Given more than once.",
                "{'action':'add'} {} | The request body must be one JSON object.",
                "{'action':'add' | The request body is not valid JSON.",
                "[] | The request body must be a JSON object.",
            })
    void wrongFieldIsRefused(String json, String message) throws Exception {
        assertThat(tiktok.post(PATH, json).outcome()).isEqualTo("200 40002 " + message);
    }

    @Test
    void batchMayHaveTenThousandRowsButNotOneMore() throws Exception {
        assertThat(tiktok.post(PATH, batch("add", "'EMAIL_SHA256'", numbered(0, 10_001)))
                        .outcome())
                .isEqualTo("200 40061 batch_data: At most 10000 rows are allowed in one request.");
        assertThat(tiktok.members(audienceId)).isEmpty();

        assertThat(tiktok.post(PATH, batch("add", "'EMAIL_SHA256'", numbered(0, 10_000)))
                        .code())
                .isZero();
        assertThat(tiktok.members(audienceId).lines())
                .hasSize(10_000)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void audienceMustExistBelongAndBePartner() throws Exception {
        String foreign =
                tiktok.seed("{'advertiserId':'7000000000000000002','name':'n','sharedWith':['7000000000000000001']}");
        String file = tiktok.seed("{'advertiserId':'7000000000000000001','name':'n','type':'Customer File Audience'}");
        String expired = tiktok.seed("{'advertiserId':'7000000000000000001','name':'n','valid':false}");

        assertThat(mapTo("").code()).isEqualTo(40007);
        assertThat(mapTo("1").outcome()).isEqualTo("200 40007 The custom audience 1 does not exist.");
        assertThat(mapTo(foreign).outcome())
                .isEqualTo("200 40002 The custom audience " + foreign + " does not belong to the advertiser.");
        assertThat(mapTo(file).outcome())
                .isEqualTo("200 40002 The custom audience " + file + " is not a Partner audience.");
        assertThat(mapTo(expired).outcome())
                .isEqualTo("200 40002 Audience is not editable, please check audience status");
    }

    @Test
    void oneWrongAudienceLeavesTheOthersUntouched() throws Exception {
        assertThat(map("add", "'EMAIL_SHA256'", row(entry(A)), row("{'id':'" + B + "','audience_ids':['1']}"))
                        .code())
                .isEqualTo(40007);

        assertThat(tiktok.members(audienceId)).isEmpty();
    }

    @Test
    void parallelBatchesLoseNothing() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(8);
        List<Future<RunningSimulator.Answer>> answers = new ArrayList<>();
        for (int batch = 0; batch < 40; batch++) {
            String body = batch("add", "'EMAIL_SHA256'", numbered(batch * 500, 1_000));
            answers.add(senders.submit(() -> tiktok.post(PATH, body)));
        }

        for (Future<RunningSimulator.Answer> answer : answers) {
            assertThat(answer.get().code()).isZero();
        }
        senders.shutdown();

        assertThat(tiktok.members(audienceId).lines())
                .hasSize(20_500)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(tiktok.show("calls").json().path("calls")).hasSize(41);
    }

    private RunningSimulator.Answer mapTo(String otherId) throws Exception {
        return tiktok.post(PATH, batch("add", "'EMAIL_SHA256'", row(entry(A))).replace(audienceId, otherId));
    }

    private RunningSimulator.Answer map(String action, String schema, String... rows) throws Exception {
        return tiktok.post(PATH, batch(action, schema, String.join(",", rows)));
    }

    private static String batch(String action, String schema, String rows) {
        return "{'advertiser_ids':['7000000000000000001'],'action':'" + action + "','id_schema':[" + schema
                + "],'batch_data':[" + rows + "]}";
    }

    private static String row(String... entries) {
        return "[" + String.join(",", entries) + "]";
    }

    private String entry(String id) {
        return "{'id':'" + id + "','audience_ids':['" + audienceId + "']}";
    }

    private String numbered(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(number -> row(entry("%064x".formatted(number))))
                .collect(Collectors.joining(","));
    }
}
