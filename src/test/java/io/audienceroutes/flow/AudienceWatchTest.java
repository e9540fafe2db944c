package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.audience.AudienceReading;
import io.audienceroutes.audience.AudienceWarning.Kind;
import io.audienceroutes.failure.Alert;
import io.audienceroutes.testing.ShiftedClock;
import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.watch.AudienceReport;
import io.audienceroutes.watch.AudienceReport.Warning;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Audiences after their delivery: when they are read, what people hear of them, and that they hear it once. */
final class AudienceWatchTest extends FlowTest {
    private static final Duration CHANGE_SHOWS = Duration.ofHours(10);
    private static final Duration INTERVAL = Duration.ofHours(6);
    private static final Duration DAY = Duration.ofHours(24);

    private final ShiftedClock clock = new ShiftedClock();

    @BeforeEach
    void watchByAnotherClock() {
        bundle.close();
        bundle.at(clock).with("watch.look-interval-ms", "20").start();
    }

    @Test
    void audienceIsReadWhenAChangeMayShowAndAtIntervalsAndNotMore() {
        bundle.with("watch.interval-hours", "1000").with("watch.stale-days", "0");
        restart();
        deliver(1_200);
        long before = reads();
        awaitRest();
        assertThat(reads()).as("nothing shows yet").isEqualTo(before);
        assertThat(told()).isEmpty();

        passAndRead(CHANGE_SHOWS);
        assertThat(told().orElseThrow().matched()).hasValue(1_200);
        pass(Duration.ofHours(13));
        awaitRest();
        assertThat(reads()).isEqualTo(before + 1);
        passAndRead(Duration.ofHours(1));
        passAndRead(DAY);
        pass(Duration.ofHours(999));
        awaitRest();

        assertThat(reads()).as("after 10, 24 and 48 hours").isEqualTo(before + 3);
        passAndRead(Duration.ofHours(1));
        assertThat(reads()).isEqualTo(before + 4);
        assertThat(audienceAlerts()).isEmpty();
        assertThat(report().history()).as("all four told the same").hasSize(1);
    }

    @Test
    void allAudiencesOfAnAdvertiserAreOneReadOfAllPages() {
        bundle.destination("two");
        restart();
        addStrangers(130);
        deliver(1_200);
        bundle.deliverToTheEnd("two", Lists.file(0, 1_300));
        long before = reads();

        passAndRead(CHANGE_SHOWS);

        assertThat(reads()).as("two pages").isEqualTo(before + 2);
        assertThat(told().orElseThrow().matched()).hasValue(1_200);
        assertThat(bundle.audience("Readers of two").told().orElseThrow().matched())
                .hasValue(1_300);
    }

    @Test
    void tooFewPeopleAreToldWhenTheyCanBeKnownOnceAndWhenThatIsOver() {
        deliver(500);

        passAndRead(CHANGE_SHOWS);
        assertThat(report().warnings()).as("a new audience is not judged yet").isEmpty();
        passAndRead(Duration.ofHours(14));
        restart();
        passAndRead(INTERVAL);

        assertWarned(Kind.BELOW_MINIMUM, "500 matched people", "at least 1,000", "added 500 members");
        assertThat(audienceAlerts()).singleElement().satisfies(alert -> {
            assertThat(alert.title()).isEqualTo("Audience is too small");
            assertThat(alert.action()).contains("watch-below-minimum");
        });
        changeAudience("'matched':1500");
        passAndRead(INTERVAL);
        assertOver(Kind.BELOW_MINIMUM, "1,500 matched people");
        assertThat(report().history())
                .extracting(span -> span.reading().matched().orElse(0))
                .containsExactly(1_500L, 500L);
    }

    @Test
    void laterChangeIsJudgedWhenItMayShow() {
        deliver(1_200);
        passAndRead(CHANGE_SHOWS);
        passAndRead(DAY);
        passAndRead(DAY);
        bundle.destination("crm", "syncMode: mirror", "shrinkGuard: {percent: 100}");
        restart();
        deliver(300);
        awaitRest();
        assertThat(report().warnings()).isEmpty();

        passAndRead(CHANGE_SHOWS);

        assertWarned(Kind.BELOW_MINIMUM, "300 matched people");
    }

    @Test
    void hardlyAnyMatchIsAMatterOfHashes() {
        deliver(1_200);
        changeAudience("'matched':11");

        passAndRead(DAY);

        assertWarned(
                Kind.UNMATCHED, "11 matched people of 1,200 members", "not normalised or hashed as TikTok requires");
        changeAudience("'matched':12");
        passAndRead(INTERVAL);
        assertWarned(Kind.BELOW_MINIMUM, "12 matched people");
        assertThat(report().warnings()).hasSize(1);
    }

    @Test
    void audienceThatIsComputedIsNoWarningForTwoDays() {
        deliver(1_200);
        changeAudience("'valid':false");

        passAndRead(DAY);
        assertThat(told().orElseThrow().valid()).isFalse();
        assertThat(report().warnings()).isEmpty();
        passAndRead(DAY);

        assertWarned(Kind.INVALID, "within 48 hours", "no reason");
        changeAudience("'valid':true");
        passAndRead(INTERVAL);
        assertOver(Kind.INVALID, "available");
    }

    @Test
    void invalidAudienceIsToldWithTikToksWords() {
        deliver(1_200);
        changeAudience("'valid':false,'message':'Stopped','problem':'Policy <b>violation</b>'");

        passAndRead(CHANGE_SHOWS);

        assertWarned(Kind.INVALID, "problem 'Policy <b>violation</b>'", "message 'Stopped'");
    }

    @Test
    void endOfAnAudienceIsToldFourteenDaysBeforeItAndWhenItIsThere() {
        deliver(1_200);
        changeAudience("'expiresInSeconds':" + Duration.ofDays(20).toSeconds());
        passAndRead(DAY);
        assertThat(report().warnings()).isEmpty();

        changeAudience("'expiresInSeconds':" + Duration.ofDays(13).toSeconds());
        passAndRead(INTERVAL);
        assertWarned(Kind.EXPIRING, "within 14 days", "active ad group");

        changeAudience("'expiresInSeconds':-60");
        passAndRead(INTERVAL);
        assertWarned(Kind.EXPIRED, "accepts no members");
    }

    @Test
    void deletedAudienceIsToldAndItsSuccessorEndsThat() {
        deliver(1_200);
        passAndRead(CHANGE_SHOWS);
        String first = report().audienceId();
        tiktok.deleteAudience(first);

        passAndRead(INTERVAL);
        assertWarned(Kind.GONE, "(id " + first, "no longer in TikTok's list");
        deliver(1_300);
        passAndRead(CHANGE_SHOWS);

        assertThat(report().audienceId()).isNotEqualTo(first);
        assertThat(told().orElseThrow().matched()).hasValue(1_300);
        assertThat(report().history())
                .as("the history of the one before is not its own")
                .hasSize(1);
        assertOver(Kind.GONE, "available");
    }

    @Test
    void twinsAreToldWithTheirIdsAndAnotherTwinIsNews() {
        deliver(1_200);
        String twin = twin();

        passAndRead(DAY);
        assertWarned(Kind.TWINS, "the others are " + twin);
        passAndRead(INTERVAL);
        assertThat(audienceAlerts()).hasSize(1);
        String other = twin();
        passAndRead(INTERVAL);

        assertWarned(Kind.TWINS, twin, other);
        assertThat(audienceAlerts())
                .as("another one takes the place of the first")
                .hasSize(2);
        tiktok.deleteAudience(twin);
        tiktok.deleteAudience(other);
        passAndRead(INTERVAL);
        assertThat(report().warnings()).isEmpty();
    }

    @Test
    void audienceWithoutAListForLongIsStale() {
        deliver(1_200);
        passAndRead(Duration.ofDays(29));
        assertThat(report().warnings()).isEmpty();

        passAndRead(DAY);

        assertWarned(Kind.STALE, "no file was delivered within 30 days");
        deliver(1_300);
        passAndRead(CHANGE_SHOWS);
        assertThat(report().warnings()).isEmpty();
    }

    @Test
    void refusedReadIsToldOnceTriedAgainAndItsEndIsTold() {
        deliver(1_200);
        tiktok.change("{'advertisers':[{'id':'7000000000000000001','reachable':false}]}");

        pass(CHANGE_SHOWS);
        await().until(() -> report().unreadable().isPresent());
        long before = reads();
        pass(INTERVAL);
        await().until(() -> reads() > before && bundle.watchIsAtRest());
        restart();
        awaitRest();

        assertThat(audienceAlerts()).singleElement().satisfies(alert -> {
            assertThat(alert.action()).contains("watch-unreadable");
            assertThat(alert.message())
                    .contains("advertiser 7000000000000000001 with credential sandbox", "40001", "request id");
        });
        tiktok.change("{'advertisers':[{'id':'7000000000000000001','reachable':true}]}");
        passAndRead(INTERVAL);
        assertThat(report().unreadable()).isEmpty();
        assertThat(audienceAlerts()).extracting(Alert::title).contains("Audiences are read again");
    }

    @Test
    void faultThatMendsItselfIsTriedAgainAndNoNews() {
        deliver(1_200);
        tiktok.fault("{'path':'dmp/custom_audience/list/','times':20,'code':60001,'message':'Maintenance'}");

        pass(CHANGE_SHOWS);
        await().atMost(Duration.ofSeconds(60)).until(() -> report().unreadable().isPresent());
        tiktok.heal();
        restart();
        passAndRead(Duration.ofMinutes(16));

        assertThat(report().unreadable()).isEmpty();
        assertThat(audienceAlerts()).isEmpty();
    }

    @Test
    void audienceWithoutADestinationIsLeftAlone() {
        deliver(1_200);
        bundle.close();
        folder.resolve("destinations").resolve("crm.yaml").toFile().delete();
        bundle.destination("other");
        bundle.start();
        long before = reads();

        pass(DAY);
        awaitRest();

        assertThat(reads()).isEqualTo(before);
        assertThat(report().nextReading()).isEmpty();
    }

    private void deliver(int members) {
        assertThat(bundle.deliverToTheEnd("crm", Lists.file(0, members)).failure())
                .isEmpty();
    }

    private void restart() {
        bundle.close();
        bundle.start();
    }

    private void pass(Duration time) {
        clock.advance(time);
    }

    /** Lets time pass, and waits for the read that is due then. */
    private void passAndRead(Duration time) {
        pass(time);
        Instant now = clock.instant();
        await("a read after " + now)
                .atMost(Duration.ofSeconds(60))
                .until(() -> told().filter(reading -> !reading.at().isBefore(now.minusMillis(1)))
                        .isPresent());
        awaitRest();
    }

    private void awaitRest() {
        await().atMost(Duration.ofSeconds(60)).until(() -> bundle.watchIsAtRest());
    }

    private long reads() {
        return tiktok.calls(SimulatorDriver.LIST).size();
    }

    private AudienceReport report() {
        return bundle.audience(READERS);
    }

    private Optional<AudienceReading> told() {
        return report().told();
    }

    private void changeAudience(String what) {
        tiktok.change("{'audienceChanges':[{'id':'" + report().audienceId() + "'," + what + "}]}");
    }

    private static String twin() {
        return tiktok.change("{'audiences':[{'advertiserId':'7000000000000000001','name':'" + READERS
                        + "','type':'Customer File Audience','valid':true,'matched':5}]}")
                .get(0);
    }

    private static void addStrangers(int number) {
        for (int each = 0; each < number; each++) {
            tiktok.change("{'audiences':[{'advertiserId':'7000000000000000001','name':'Strangers " + each
                    + "','type':'Customer File Audience','valid':true,'matched':5}]}");
        }
    }

    private void assertWarned(Kind kind, String... words) {
        Predicate<Warning> ofKind = warning -> warning.kind() == kind;
        assertThat(report().warnings()).filteredOn(ofKind).singleElement().satisfies(warning -> {
            assertThat(warning.message())
                    .contains("Audience 'Readers of crm' (id ")
                    .contains(words);
            assertThat(audienceAlerts())
                    .as("people heard of it once")
                    .filteredOn(alert -> alert.action().equals(Optional.of(kind.condition())))
                    .isNotEmpty();
        });
    }

    private void assertOver(Kind kind, String told) {
        assertThat(report().warnings()).extracting(Warning::kind).doesNotContain(kind);
        assertThat(audienceAlerts())
                .filteredOn(alert -> alert.title().equals("Audience warning resolved"))
                .singleElement()
                .satisfies(alert -> assertThat(alert.message()).contains("(id ").contains(told));
    }

    /** The alerts that are about no workflow. */
    private List<Alert> audienceAlerts() {
        return bundle.alerts().stream()
                .filter(alert -> alert.workflowId().isEmpty())
                .toList();
    }
}
