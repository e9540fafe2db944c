package io.audienceroutes.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatedFaultsTest {
    @RegisterExtension
    static final RunningSimulator tiktok = new RunningSimulator();

    private static final String CREATE =
            "{'advertiser_id':'7000000000000000001','action':'create','custom_audience_name':'Example'}";

    @Test
    void codeReplacesTheAnswerAndTheEffect() throws Exception {
        fault("{'path':'segment/audience/','code':51063,'message':'Internal service error'}");

        assertThat(create().outcome()).isEqualTo("200 51063 Internal service error");
        assertThat(audiences()).isZero();
        assertThat(create().code()).isZero();
    }

    @Test
    void partialSuccessCanBeScriptedAfterTheEffect() throws Exception {
        fault("{'path':'segment/audience/','code':20001,'message':'Partially successful','afterEffect':true}");

        RunningSimulator.Answer answer = create();

        assertThat(answer.outcome()).isEqualTo("200 20001 Partially successful");
        assertThat(answer.json().path("request_id").textValue()).isNotEmpty();
        assertThat(audiences()).isEqualTo(1);
    }

    @Test
    void httpStatusAloneHasAnEmptyBody() throws Exception {
        fault("{'path':'segment/audience/','httpStatus':500}");

        RunningSimulator.Answer answer = create();

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).isEmpty();
        assertThat(audiences()).isZero();
    }

    @Test
    void httpStatusAndCodeGoTogether() throws Exception {
        fault("{'path':'segment/audience/','httpStatus':503,'code':60001,'message':'Maintenance'}");

        assertThat(create().outcome()).isEqualTo("503 60001 Maintenance");
    }

    @Test
    void bodyMayBeHtml() throws Exception {
        fault("{'path':'segment/audience/','httpStatus':502,'body':'<html>Bad gateway</html>'}");

        RunningSimulator.Answer answer = create();

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.contentType()).startsWith("text/html");
        assertThat(answer.text()).isEqualTo("<html>Bad gateway</html>");
    }

    @Test
    void bodyMayBeEmptyWithHttp200() throws Exception {
        fault("{'path':'segment/audience/','body':''}");

        RunningSimulator.Answer answer = create();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEmpty();
    }

    @Test
    void bodyMayBeBrokenJsonOfAnyType() throws Exception {
        fault("{'path':'segment/audience/','body':'{oops','contentType':'application/json'}");

        RunningSimulator.Answer answer = create();

        assertThat(answer.text()).isEqualTo("{oops");
        assertThat(answer.contentType()).isEqualTo("application/json");
    }

    @Test
    void cutBeforeTheEffectLeavesNothing() throws Exception {
        fault("{'path':'segment/audience/','cut':'before'}");

        assertThatThrownBy(SimulatedFaultsTest::create).isInstanceOf(IOException.class);

        assertThat(audiences()).isZero();
        assertThat(create().code()).isZero();
    }

    @Test
    void cutAfterTheEffectLeavesTheEffect() throws Exception {
        fault("{'path':'segment/audience/','cut':'after'}");

        assertThatThrownBy(SimulatedFaultsTest::create).isInstanceOf(IOException.class);

        assertThat(audiences()).isEqualTo(1);
        assertThat(tiktok.show("calls").json().at("/calls/0/cut").booleanValue())
                .isTrue();
        assertThat(tiktok.show("calls").json().at("/calls/0/httpStatus").isNull())
                .isTrue();
    }

    @Test
    void delayHoldsTheAnswerBack() throws Exception {
        fault("{'path':'segment/audience/','delayMillis':300}");
        long start = System.nanoTime();

        assertThat(create().code()).isZero();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void delayAfterTheEffectMakesAClientGiveUpOnWhatWorked() throws Exception {
        fault("{'path':'segment/audience/','delayMillis':2000,'afterEffect':true}");
        HttpRequest.Builder impatient = tiktok.posted("segment/audience/", CREATE)
                .header("Access-Token", SimulatorDefaults.ACCESS_TOKEN)
                .timeout(Duration.ofSeconds(1));

        assertThatThrownBy(() -> tiktok.send(impatient)).isInstanceOf(HttpTimeoutException.class);

        assertThat(audiences()).isEqualTo(1);
    }

    @Test
    void faultStrikesAsOftenAsAskedAfterSkippingSome() throws Exception {
        fault("{'path':'user/info/','skip':1,'times':2,'code':50000}");

        assertThat(new int[] {probe(), probe(), probe(), probe()}).containsExactly(0, 50000, 50000, 0);
    }

    @Test
    void faultsStrikeInTheOrderOfTheirScript() throws Exception {
        fault("{'path':'user/info/','code':50000}");
        fault("{'path':'*','code':50002}");
        fault("{'path':'/open_api/v1.3/user/info/','code':60001}");

        assertThat(new int[] {probe(), probe(), probe(), probe()}).containsExactly(50000, 50002, 60001, 0);
    }

    @Test
    void faultOfAnotherPathDoesNotStrike() throws Exception {
        fault("{'path':'segment/mapping/','code':50000}");

        assertThat(probe()).isZero();
    }

    @Test
    void clearedFaultsStrikeNoMore() throws Exception {
        fault("{'path':'*','code':50000,'times':100}");

        assertThat(tiktok.send(tiktok.request("/simulator/faults").DELETE()).status())
                .isEqualTo(200);

        assertThat(probe()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'code':50000} | path: Missing data for required field.",
                "{'path':'segment/maping/','code':1} | path: No endpoint segment/maping/ is simulated.",
                "{'path':'*'} | A fault needs one of code, httpStatus, body, delayMillis and cut.",
                "{'path':'*','cut':'now'} | cut: Must be before or after.",
                "{'path':'*','cut':'after','code':1} | cut: A cut connection has no code, httpStatus or body.",
                "{'path':'*','code':1,'body':'x'} | A fault has either code or body.",
                "{'path':'*','code':'1'} | code: Must be an integer from 0 to 2147483647.",
                "{'path':'*','httpStatus':700} | httpStatus: Must be an integer from 200 to 599.",
                "{'path':'*','times':0,'code':1} | times: Must be an integer from 1 to 2147483647.",
                "{'path':'*','delay':5} | delay: Unknown field.",
            })
    void wrongScriptIsExplained(String json, String message) throws Exception {
        RunningSimulator.Answer answer = tiktok.control("faults", json);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").textValue()).isEqualTo(message);
    }

    private static void fault(String json) throws Exception {
        assertThat(tiktok.control("faults", json).status()).isEqualTo(200);
    }

    private static RunningSimulator.Answer create() throws Exception {
        return tiktok.post("segment/audience/", CREATE);
    }

    private static int probe() throws Exception {
        return tiktok.get("user/info/", Map.of()).code();
    }

    private static int audiences() throws Exception {
        return tiktok.show("audiences").json().path("audiences").size();
    }
}
