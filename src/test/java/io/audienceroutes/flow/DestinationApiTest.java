package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Destinations and tokens over the API: what does not work is not stored, and the answer says what to do. */
@Tag("flow")
final class DestinationApiTest extends GrantFlowTest {
    private static final String WEB = """
            # Ours
            name: web
            credential: sandbox
            advertiserIds: ["7000000000000000001"]
            audienceName: Readers of the web
            userIdTypes: [EMAIL]
            """;

    @Test
    void destinationThatWorksIsAddedAndListed() throws IOException {
        HttpResponse<String> added = post("/api/v1/destinations", WEB);

        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        assertThat(file("web")).hasContent(WEB);
        assertThat(post("/api/v1/destinations", WEB).statusCode()).isEqualTo(409);
        HttpResponse<String> listed = browser.call("GET", api("/api/v1/destinations"), bearer());
        assertThat(listed.body()).contains("\"name\" : \"web\"", "\"name\" : \"crm\"");
        HttpResponse<String> checked = post("/api/v1/destinations/web/check", "");
        assertThat(checked.statusCode()).isEqualTo(200);
        assertThat(checked.body()).contains("\"question\" : \"Access token\"").doesNotContain("\"fault\"");
    }

    @Test
    void whatDoesNotWorkIsNotSavedAndTheAnswerNamesTheRemedy() {
        HttpResponse<String> unknown =
                post("/api/v1/destinations", WEB.replace("7000000000000000001", "7999999999999999999"));
        assertThat(unknown.statusCode()).as(unknown.body()).isEqualTo(422);
        assertThat(unknown.body()).contains("\"saved\" : false", "\"remedy\"", "advertiser-not-found");

        HttpResponse<String> wrong = post("/api/v1/destinations", WEB.replace("EMAIL", "LETTER"));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("userIdTypes");
        assertThat(post("/api/v1/destinations", WEB.replace("name: web", "name: ../web"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(file("web")).doesNotExist();
        assertThat(post("/api/v1/destinations/nobody/check", "").statusCode()).isEqualTo(404);
    }

    /** Names that an expression language would read as a value, or take the quotes of. */
    @Test
    void nameIsTheTextThatTheAddressHolds() {
        for (String name : List.of("null", "true", "%27crm%27", "%22crm%22", "$%7Bbody%7D", "crm,crm")) {
            assertThat(post("/api/v1/destinations/" + name + "/check", "").statusCode())
                    .as(name)
                    .isEqualTo(404);
        }
    }

    @Test
    void whatTikTokDoesNotAnswerForIsNotSaved() {
        tiktok.fault("{'path':'advertiser/info/','times':1000,'httpStatus':503,'body':'away'}");

        HttpResponse<String> away = post("/api/v1/destinations", WEB);

        assertThat(away.statusCode()).as(away.body()).isEqualTo(503);
        assertThat(away.body()).contains("\"saved\" : false", "\"verdict\" : \"unknown\"");
        assertThat(file("web")).doesNotExist();
        tiktok.heal();
        assertThat(post("/api/v1/destinations", WEB).statusCode()).isEqualTo(201);
    }

    @Test
    void editedDestinationTakesThePlaceOfTheEarlierOneOrNothingDoes() throws IOException {
        post("/api/v1/destinations", WEB);
        String edited = WEB.replace("Readers of the web", "Other readers");

        assertThat(put("/api/v1/destinations/crm", edited).statusCode()).isEqualTo(409);
        assertThat(put("/api/v1/destinations/nobody", edited).statusCode()).isEqualTo(404);
        assertThat(put("/api/v1/destinations/web", edited.replace("sandbox", "nobody"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(file("web")).hasContent(WEB);

        assertThat(put("/api/v1/destinations/web", edited).statusCode()).isEqualTo(200);
        assertThat(file("web")).hasContent(edited);
    }

    @Test
    void tokenIsKeptOnceTikTokAcceptsItAndIsNeverShown() {
        HttpResponse<String> refused = post("/api/v1/credentials/acme/token", "not-a-token");
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(502);
        assertThat(refused.body()).contains("40105").doesNotContain("not-a-token");
        assertThat(bundle.credentialStore().token(CREDENTIAL)).isEmpty();
        assertThat(post("/api/v1/credentials/acme/token", "two words").statusCode())
                .isEqualTo(409);

        String token = tiktok.newToken();
        HttpResponse<String> kept = post("/api/v1/credentials/acme/token", token + "\n");

        assertThat(kept.statusCode()).as(kept.body()).isEqualTo(201);
        assertThat(kept.body()).contains("7000000000000000001").doesNotContain(token);
        assertThat(bundle.credentialStore()
                        .token(CREDENTIAL)
                        .orElseThrow()
                        .token()
                        .value())
                .isEqualTo(token);
    }

    @Test
    void nobodyGetsInWithoutTheTokenOfTheApi() {
        for (String call : new String[] {
            "GET /api/v1/destinations",
            "POST /api/v1/destinations",
            "PUT /api/v1/destinations/web",
            "POST /api/v1/destinations/crm/check",
            "POST /api/v1/credentials/acme/token"
        }) {
            String[] parts = call.split(" ", 2);
            assertThat(browser.call(parts[0], api(parts[1]), "Bearer wrong", WEB)
                            .statusCode())
                    .as(call)
                    .isEqualTo(401);
        }
        assertThat(file("web")).doesNotExist();
    }

    private Path file(String name) {
        return folder.resolve("destinations").resolve(name + ".yaml");
    }

    private HttpResponse<String> post(String path, String text) {
        return browser.call("POST", api(path), bearer(), text);
    }

    private HttpResponse<String> put(String path, String text) {
        return browser.call("PUT", api(path), bearer(), text);
    }
}
