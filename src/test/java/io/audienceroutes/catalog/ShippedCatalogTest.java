package io.audienceroutes.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalogue that ships, against what is known about TikTok's codes and messages. */
final class ShippedCatalogTest {
    private static final ErrorCatalog CATALOG = ErrorCatalog.load(Path.of("config/error-catalog.yaml"));

    private final ErrorCatalog catalog = CATALOG;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            40001 | No permission to operate advertiser                                                  | permanent        | missing-advertiser-permissions
            40001 | No permission to operate advertiser: 123                                             | permanent        | missing-advertiser-permissions
            40002 | No permission to operate advertiser                                                  | permanent        | missing-advertiser-permissions
            40001 | advertiser does not grant you /dmp/custom_audience/file/upload/:POST permission      | permanent        | missing-advertiser-permissions
            40001 | Permission error: The access token lacks the required scope for endpoint '/campaign/get/(method=GET)'. Please first check if the request method is correct then ask the user to generate a new access token and reauthorize your API App with the necessary API scopes. | permanent | app-scope-missing
            40001 | The advertiser 7654321098765432109 doesn't exist or has been deleted.                | permanent        | advertiser-not-found
            40002 | The advertiser 7654321098765432109 doesn't exist or has been deleted.                | permanent        | advertiser-not-found
            40300 | The advertiser does not exist.                                                       | permanent        | advertiser-not-found
            40301 | The advertiser cannot be matched                                                     | permanent        | advertiser-not-found
            40105 | Access token is incorrect or has been revoked.                                       | permanent        | invalid-credentials
            40104 | Access token is null, you should set it in http header with key Access-Token.        | permanent        | invalid-credentials
            40000 | The app_id is inconsistent with the token's app information. Please retry after correcting it. | permanent | app-token-mismatch
            40113 | The app_id is inconsistent with the token's app information. Please retry after correcting it. | permanent | app-token-mismatch
            40113 | App forbidden                                                                        | permanent        | app-not-usable
            40101 | Invalid auth_code. Not able to get long-term access_token with an old auth_code.     | permanent        | invalid-credentials
            40110 | The auth_code is canceled. Please re-authorize and try again with a new auth_code.   | permanent        | invalid-credentials
            40118 | Not in whitelist                                                                     | permanent        | app-not-allow-listed
            40100 | App reaches the QPS limit.                                                           | throttled-second | rate-limit
            40100 | App reaches the QPM limit.                                                           | throttled-minute | rate-limit
            40100 | App reaches the QPD limit.                                                           | throttled-day    | rate-limit
            40100 | Too many requests. Please retry in some time.                                        | throttled-second | rate-limit
            40100 | Due to too many requests, requests from App are temporarily restricted.              | throttled-second | rate-limit
            40100 | Too many requests by this developer. Please retry in some time.                      | throttled-second | rate-limit
            40133 | Advertiser (123)'s QPS (12) reaches QPS limit 10 for current path, request is temporarily restricted. | throttled-second | rate-limit
            51021 | Too many requests                                                                    | throttled-second | rate-limit
            61000 | Too many requests today: daily limit                                                 | throttled-day    | rate-limit
            40002 | Audience is not editable, please check audience status                               | not-ready        | audience-not-editable
            40201 | Task not ready                                                                       | not-ready        | audience-not-editable
            40002 | Parameter error: invalid audience ID                                                 | permanent        | audience-not-found
            40002 | The number of custom audiences has reached the maximum: 400                          | permanent        | maximum-audience-limit
            40002 | The number of custom audiences has reached the upper limit of 400.                   | permanent        | maximum-audience-limit
            40007 | The custom audience 1 of advertiser 2 does not exist.                                | permanent        | audience-not-found
            40002 | The custom audience 1 does not belong to the advertiser.                             | permanent        | audience-not-found
            40002 | The custom audience 1 is not a Partner audience.                                     | permanent        | audience-name-taken-or-ambiguous
            40002 | advertiser_ids: All advertiser IDs must belong to the same Business Account.         | permanent        | destination-invalid
            40002 | The audience name exceeds the maximum length                                         | permanent        | tiktok-refused-request
            40002 | custom_audience_ids: exceeds the limit of 100                                        | permanent        | tiktok-refused-request
            40002 | batch_data: invalid value                                                            | content          | members-refused
            40002 | name: This field is required.                                                        | permanent        | tiktok-refused-request
            40062 | PII not hashed                                                                       | content          | members-refused
            40061 | Invalid batch size                                                                   | content          | members-refused
            20001 | Partially successful                                                                 | content          | members-refused
            40007 | The ad 1 does not exist.                                                             | permanent        | tiktok-refused-request
            40050 | Duplicated request                                                                   | effect-unknown   | effect-unknown
            40202 | Retry may resolve this issue                                                         | transient        | tiktok-service-error
            50000 | System error                                                                         | transient        | tiktok-service-error
            51001 | internal service timeout                                                             | transient        | tiktok-service-error
            51002 | Internal service error ... Please retry later.                                       | transient        | tiktok-service-error
            51003 | dmp error                                                                            | transient        | tiktok-service-error
            51305 | satellite                                                                            | transient        | tiktok-service-error
            60001 | System in maintenance                                                                | transient        | tiktok-maintenance
            49999 | never heard of                                                                       | permanent        | unknown-error
            """)
    void codeAndMessageLeadToKindAndAction(int code, String message, String kind, String action) {
        CatalogEntry entry = catalog.forCode(code, message);

        assertThat(entry.kind().id()).isEqualTo(kind);
        assertThat(entry.action().id()).isEqualTo(action);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/catalog/tiktok-codes.csv")
    void everyCodeThatIsKnownOfTikTokIsExplained(int code, String name) {
        Explanation explanation = catalog.explain(code, Optional.empty());

        assertThat(explanation.known()).as(name).isTrue();
        assertThat(catalog.forCode(code, "").known())
                .as(name + " without a message")
                .isTrue();
        assertThat(explanation.meanings()).as(name).allSatisfy(meaning -> {
            assertThat(meaning.meaning()).isNotBlank();
            assertThat(meaning.retried()).isNotBlank();
            assertThat(meaning.source()).isPresent();
            assertThat(meaning.action().who()).isNotNull();
            assertThat(meaning.action().steps()).isNotEmpty();
        });
    }

    @Test
    void noCodeIsListedThatTheTableOfCodesDoesNotName() throws IOException {
        Set<Integer> listed = Files.readAllLines(Path.of("src/test/resources/catalog/tiktok-codes.csv")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> Integer.valueOf(line.split(",", 2)[0]))
                .collect(Collectors.toSet());

        assertThat(listed).hasSizeGreaterThan(100).contains(40001, 40105, 51063, 70001);
        assertThat(IntStream.rangeClosed(40_000, 40_499).filter(this::isKnown).boxed())
                .as("codes that the catalogue knows one by one")
                .allMatch(listed::contains);
    }

    private boolean isKnown(int code) {
        return catalog.explain(code, Optional.empty()).known()
                && catalog.forCode(code, "").known();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "segment-file-missing-column",
                "segment-file-empty",
                "segment-file-no-rows",
                "segment-file-not-text",
                "segment-file-broken-quoting",
                "segment-file-record-too-long",
                "segment-file-mixed-hashes",
                "segment-file-duplicate-column",
                "segment-file-bad-archive",
                "segment-file-cannot-decrypt",
                "rejected-rows-above-threshold",
                "audience-would-shrink",
                "source-unreachable",
                "host-key-changed",
                "audience-name-ambiguous",
                "audience-limit-reached",
                "audience-not-ready",
                "credential-missing",
                "destination-invalid",
                "staging-failed",
                "member-files-damaged",
                "effect-unknown",
                "tiktok-unreachable",
                "internal-error"
            })
    void everyFailureOfOurOwnIsACondition(String condition) {
        assertThat(catalog.conditions()).contains(condition);
        assertThat(catalog.forCondition(condition).key()).isEqualTo(condition);
    }

    @Test
    void unknownConditionIsTakenForAnInternalError() {
        assertThat(catalog.forCondition("moon-in-the-way").key()).isEqualTo("internal-error");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            advertiser-not-found             | Advertiser not found           | OPERATOR
            invalid-credentials              | Invalid credentials            | OPERATOR
            missing-advertiser-permissions   | Missing advertiser permissions | ADVERTISER_ADMIN
            maximum-audience-limit           | Maximum audience limit         | OPERATOR
            """)
    void namedActionsHaveTitleAndSteps(String id, String title, WhoActs who) {
        WorkflowAction action = catalog.action(id);

        assertThat(action.title()).isEqualTo(title);
        assertThat(action.who()).isEqualTo(who);
        assertThat(action.steps()).hasSizeGreaterThan(1);
        assertThat(action.steps().get(action.steps().size() - 1).text()).startsWith("Resolve the workflow.");
        assertThat(action.steps()).anyMatch(step -> !step.links().isEmpty());
    }

    @Test
    void everyActionIsLedTo() {
        Stream<CatalogEntry> byCode = IntStream.rangeClosed(20_000, 71_000)
                .boxed()
                .flatMap(code -> catalog.explain(code, Optional.empty()).meanings().stream());
        Stream<CatalogEntry> byCondition = catalog.conditions().stream().map(catalog::forCondition);

        assertThat(Stream.concat(byCode, byCondition)
                        .map(entry -> entry.action().id()))
                .containsAll(catalog.actionIds());
    }

    @Test
    void explanationWithoutMessageListsEveryMeaningInOrder() {
        Explanation explanation = catalog.explain(40113, Optional.empty());

        assertThat(explanation.known()).isTrue();
        assertThat(explanation.meanings())
                .extracting(entry -> entry.action().id())
                .containsExactly("app-token-mismatch", "app-not-usable");
    }

    @Test
    void explanationWithMessageHasOneMeaning() {
        Explanation explanation = catalog.explain(40001, Optional.of("No permission to operate advertiser"));

        assertThat(explanation.meanings()).hasSize(1);
        assertThat(explanation.meanings().get(0).meaning())
                .isEqualTo("The business user who gave the grant may not manage this advertiser.");
    }

    @Test
    void explanationOfAnUnknownCodeIsTheLastEntry() {
        Explanation explanation = catalog.explain(12345, Optional.empty());

        assertThat(explanation.known()).isFalse();
        assertThat(explanation.meanings())
                .extracting(CatalogEntry::key, entry -> entry.action().id())
                .containsExactly(tuple("any", "unknown-error"));
    }

    @Test
    void onlyTheFirstTwoThousandCharactersOfAMessageAreMatched() {
        String inside = "x".repeat(1_996) + " QPD";
        String outside = "x".repeat(1_997) + " QPD";

        assertThat(catalog.forCode(40100, inside).kind()).isEqualTo(ErrorKind.THROTTLED_DAY);
        assertThat(catalog.forCode(40100, outside).kind()).isEqualTo(ErrorKind.THROTTLED_SECOND);
    }
}
