package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Audiences over HTTP. */
@Tag("flow")
final class AudienceApiTest extends GrantFlowTest {
    @Test
    void audiencesAreListedReadAndShown() {
        authorize();
        bundle.deliverToTheEnd("crm", Lists.file(0, 1_200));
        assertThat(call("GET", "/api/v1/audiences").body())
                .contains("\"name\" : \"Readers of crm\"", "\"members\" : 1200")
                .doesNotContain("matched");

        HttpResponse<String> read = call("POST", "/api/v1/audiences/read");

        assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
        assertThat(read.body()).contains("\"matched\" : 1200", "\"history\" : [ ]");
        HttpResponse<String> shown = call("GET", "/api/v1/audiences/Readers%20of%20crm");
        assertThat(shown.statusCode()).as(shown.body()).isEqualTo(200);
        assertThat(shown.body()).contains("\"history\" : [ {", "\"from\" : \"");
        assertThat(call("GET", "/api/v1/audiences/Nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void whatCannotBeReadIsInTheAnswer() {
        authorize();
        bundle.deliverToTheEnd("crm", Lists.file(0, 1_200));
        tiktok.change("{'revokeTokens':['*']}");

        HttpResponse<String> read = call("POST", "/api/v1/audiences/read");

        assertThat(read.body()).contains("\"unreadable\" : \"Could not read the audiences", "40105");
    }

    @Test
    void audiencesAreForWhoHasTheToken() {
        for (String wrong : List.of("", "Bearer wrong")) {
            assertThat(browser.call("GET", api("/api/v1/audiences"), wrong).statusCode())
                    .isEqualTo(401);
            assertThat(browser.call("GET", api("/api/v1/audiences/Readers"), wrong)
                            .statusCode())
                    .isEqualTo(401);
            assertThat(browser.call("POST", api("/api/v1/audiences/read"), wrong)
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    private HttpResponse<String> call(String method, String path) {
        return browser.call(method, api(path), bearer());
    }
}
