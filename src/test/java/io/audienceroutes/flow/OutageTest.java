package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.WaitingFor;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes by itself: limits, outages and lost answers. Nobody is alerted, and nobody is left out. */
final class OutageTest extends FlowTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'httpStatus':500,'body':'oops'",
                "'httpStatus':502,'body':'<html><body>Bad gateway</body></html>'",
                "'body':'<html><body>Please log in</body></html>'",
                "'body':''",
                "'body':'{\\u0022code\\u0022:'",
                "'cut':'before'",
                "'cut':'after'",
                "'code':50000,'message':'System error'",
                "'code':51010,'message':'Service timeout'"
            })
    void batchWhoseAnswerIsLostIsSentAgain(String fault) {
        bundle.destination("crm", "batchSize: 2");
        tiktok.fault("{'path':'segment/mapping/','skip':1,'times':6," + fault + "}");

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 6));

        assertDelivered(workflow, 6, 3);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 6));
        assertThat(bundle.alerts(workflow.id())).isEmpty();
        assertThat(tiktok.accepted(SimulatorDriver.MAPPING)).hasSizeGreaterThanOrEqualTo(3);
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSize(9);
    }

    @ParameterizedTest
    @CsvSource({"cut,after", "httpStatus,500"})
    void createWhoseAnswerIsLostAfterItWorkedMakesOneAudience(String how, String value) {
        String fault = how.equals("cut") ? "'cut':'after'" : "'httpStatus':500,'body':'oops','afterEffect':true";
        assertThat(value).isNotEmpty();
        tiktok.fault("{'path':'segment/audience/'," + fault + "}");

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertDelivered(workflow, 3, 1);
        assertThat(tiktok.audiences(READERS)).hasSize(1);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 3));
        assertThat(workflow.warnings()).noneMatch(warning -> warning.contains("existed before this first delivery"));
    }

    @Test
    void createThatTimesOutAfterItWorkedMakesOneAudience() {
        startAgainWith("tiktok.response-timeout-ms", "300");
        tiktok.fault("{'path':'segment/audience/','delayMillis':1500,'afterEffect':true}");

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertDelivered(workflow, 3, 1);
        assertThat(tiktok.audiences(READERS)).hasSize(1);
        assertThat(tiktok.calls(SimulatorDriver.CREATE)).hasSize(1);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 3));
    }

    @Test
    void createThatIsCutBeforeItWorkedIsMadeOnce() {
        tiktok.fault("{'path':'segment/audience/','cut':'before'}");

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertDelivered(workflow, 3, 1);
        assertThat(tiktok.audiences(READERS)).hasSize(1);
    }

    @Test
    void createThatIsNotAnsweredAndNotListedYetIsWaitedFor() {
        startAgainWith("tiktok.create-visible-ms", "60000");
        tiktok.fault("{'path':'segment/audience/','cut':'after'}");
        tiktok.fault("{'path':'dmp/custom_audience/list/','skip':1,'times':2,'contentType':'application/json','body':"
                + "'{\\u0022code\\u0022:0,\\u0022message\\u0022:\\u0022OK\\u0022,\\u0022request_id\\u0022:\\u0022lag\\u0022,"
                + "\\u0022data\\u0022:{\\u0022list\\u0022:[],\\u0022page_info\\u0022:{\\u0022page\\u0022:1,"
                + "\\u0022page_size\\u0022:100,\\u0022total_number\\u0022:0,\\u0022total_page\\u0022:0}}}'}");

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertDelivered(workflow, 3, 1);
        assertThat(tiktok.audiences(READERS)).hasSize(1);
        assertThat(tiktok.calls(SimulatorDriver.CREATE)).hasSize(1);
    }

    @Test
    void partlySuccessfulAfterAnotherFaultIsSentOnceMore() {
        tiktok.fault("{'path':'segment/mapping/','cut':'before'}");
        tiktok.fault("{'path':'segment/mapping/','code':20001,'message':'Partially successful'}");

        assertDelivered(bundle.deliverToTheEnd("crm", Lists.file(0, 3)), 3, 1);
    }

    @Test
    void batchThatTimesOutIsSentAgain() {
        startAgainWith("tiktok.response-timeout-ms", "300");
        tiktok.fault("{'path':'segment/mapping/','delayMillis':1500,'afterEffect':true}");

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertDelivered(workflow, 3, 1);
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSize(2);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 3));
    }

    @Test
    void newAudienceThatIsNotReadyIsWaitedFor() {
        tiktok.change("{'limits':{'readyAfterMillis':700}}");

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertDelivered(workflow, 3, 1);
        assertThat(tiktok.calls(SimulatorDriver.MAPPING).size()).isGreaterThan(1);
        assertThat(bundle.alerts(workflow.id())).isEmpty();
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 3));
    }

    @Test
    void throttledBySecondGoesOnByItself() {
        tiktok.fault("{'path':'segment/mapping/','times':2,'code':40100,'message':'App reaches the QPS limit.'}");

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertDelivered(workflow, 3, 1);
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSize(3);
        assertThat(bundle.alerts(workflow.id())).isEmpty();
    }

    @Test
    void throttledByMinuteWaitsForFiveMinutesAndRetryGoesOnFromThatBatch() {
        oneBatchAfterTheOther();
        bundle.destination("crm", "batchSize: 2");
        tiktok.fault("{'path':'segment/mapping/','skip':1,'code':40100,'message':'App reaches the QPM limit.'}");

        Workflow waiting = bundle.awaitWaiting(bundle.deliver("crm", "customers.csv", Lists.file(0, 6)));

        assertThat(waiting.waitingFor()).contains(WaitingFor.RATE);
        assertThat(Duration.between(Instant.now(), waiting.resumeAt().orElseThrow()))
                .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
        assertThat(waiting.failure().orElseThrow().action()).isEqualTo("rate-limit");
        assertThat(waiting.failure().orElseThrow().message()).contains("40100", "QPM", "request id 2");
        assertThat(bundle.alerts(waiting.id())).isEmpty();
        assertThat(bundle.receipt(waiting.id()).outcomes().held()).isEqualTo(4);
        assertThat(bundle.receipt(waiting.id()).balances()).isTrue();
        Workflow resolved = bundle.resolve(waiting.id());
        assertDelivered(resolved, 6, 3);
        assertThat(tiktok.accepted(SimulatorDriver.MAPPING)).hasSize(3);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 6));
    }

    @Test
    void throttledByMinuteGoesOnByItselfWhenTheTimeIsOver() {
        startAgainWith("tiktok.minute-throttle-ms", "200");
        tiktok.fault("{'path':'segment/mapping/','code':40100,'message':'App reaches the QPM limit.'}");

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertDelivered(workflow, 3, 1);
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSize(2);
    }

    @Test
    void throttledByDayWaitsUntilMidnightUtcAcrossARestart() {
        tiktok.fault("{'path':'segment/mapping/','code':40100,'message':'App reaches the QPD limit.'}");

        Workflow waiting = bundle.awaitWaiting(bundle.deliver("crm", "customers.csv", Lists.file(0, 3)));

        Instant resumeAt = waiting.resumeAt().orElseThrow();
        assertThat(resumeAt.atOffset(ZoneOffset.UTC).toLocalTime()).isEqualTo(LocalTime.MIDNIGHT);
        assertThat(Duration.between(Instant.now(), resumeAt)).isBetween(Duration.ZERO, Duration.ofDays(1));
        bundle.close();
        bundle.start();
        assertThat(bundle.workflow(waiting.id()).state()).isEqualTo(WorkflowState.WAITING);
        assertThat(bundle.workflow(waiting.id()).resumeAt()).contains(resumeAt);
        assertDelivered(bundle.resolve(waiting.id()), 3, 1);
    }

    @Test
    void unreachableTikTokIsWaitedFor() {
        startAgainWith("tiktok.base-url", "http://127.0.0.1:1");

        Workflow waiting = bundle.awaitWaiting(bundle.deliver("crm", "customers.csv", Lists.file(0, 3)));

        assertThat(waiting.waitingFor()).contains(WaitingFor.TIKTOK);
        assertThat(waiting.failure().orElseThrow().action()).isEqualTo("tiktok-unreachable");
        startAgainWith("tiktok.base-url", tiktok.baseUrl().toString());
        assertDelivered(bundle.awaitEnd(waiting.id()), 3, 1);
    }
}
