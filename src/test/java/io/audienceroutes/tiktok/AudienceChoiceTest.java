package io.audienceroutes.tiktok;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.tiktok.AudienceDecision.Ambiguous;
import io.audienceroutes.tiktok.AudienceDecision.Create;
import io.audienceroutes.tiktok.AudienceDecision.Full;
import io.audienceroutes.tiktok.AudienceDecision.Reuse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class AudienceChoiceTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final AudienceName NAME = new AudienceName("Spring");
    private static final String FIRST_USE =
            " existed before this first delivery: members that it already has stay, so it matches the"
                    + " list only in part.";

    private final List<AudienceListing> listings = new ArrayList<>();

    /** An audience of the right name that takes members; what differs is said by the others. */
    private record Given(
            String id,
            String name,
            String type,
            boolean own,
            boolean valid,
            boolean expiring,
            int age,
            boolean expired) {
        static Given own(String id) {
            return new Given(id, "Spring", "Partner", true, true, false, 5, false);
        }

        Given name(String other) {
            return new Given(id, other, type, own, valid, expiring, age, expired);
        }

        Given type(String other) {
            return new Given(id, name, other, own, valid, expiring, age, expired);
        }

        Given foreign() {
            return new Given(id, name, type, false, valid, expiring, age, expired);
        }

        Given invalid() {
            return new Given(id, name, type, own, false, expiring, age, expired);
        }

        Given expiresSoon() {
            return new Given(id, name, type, own, valid, true, age, expired);
        }

        Given hasExpired() {
            return new Given(id, name, type, own, false, expiring, age, true);
        }

        Given daysOld(int days) {
            return new Given(id, name, type, own, valid, expiring, days, expired);
        }

        AudienceListing listing() {
            return new AudienceListing(
                    id,
                    name,
                    type,
                    own,
                    valid,
                    expiring,
                    !own,
                    OptionalLong.empty(),
                    Optional.of(NOW.minus(Duration.ofDays(age))),
                    Optional.of(NOW.plus(Duration.ofDays(expired ? -1 : 300))),
                    "",
                    "",
                    Optional.empty());
        }
    }

    private void listed(Given... given) {
        Stream.of(given).map(Given::listing).forEach(listings::add);
    }

    private AudienceDecision choose() {
        return AudienceChoice.choose(NAME, listings, Optional.empty(), NOW);
    }

    private AudienceDecision chooseWith(String recordedId) {
        return AudienceChoice.choose(
                NAME, listings, Optional.of(new RecordedAudience(recordedId, Optional.empty())), NOW);
    }

    private static AudienceListing odd(String id, String name) {
        return new AudienceListing(
                id,
                name,
                "Partner",
                true,
                true,
                false,
                false,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                "",
                Optional.of("field is_creator is not true or false"));
    }

    @Test
    void anOddFieldOfAnotherAudienceStopsNothing() {
        listings.add(odd("7", "Winter"));
        listings.add(odd("", "Summer"));

        assertThat(choose()).isEqualTo(new Create(List.of()));
    }

    @Test
    void anAudienceOfTheNameThatCannotBeReadIsForAPersonAndNoSecondOneIsMade() {
        listings.add(odd("7", "Spring"));

        assertThat(choose())
                .isEqualTo(new Ambiguous(
                        List.of("7"),
                        "audience 7 cannot be read from TikTok's response (field is_creator is not true or false)"));
    }

    @Test
    void nameThatNobodyHoldsIsCreated() {
        listed(Given.own("1").name("Autumn"), Given.own("2").name("spring"));

        assertThat(choose()).isEqualTo(new Create(List.of()));
    }

    @Test
    void recordedAudienceIsReusedWithoutAWord() {
        listed(Given.own("1"));

        assertThat(chooseWith("1")).isEqualTo(new Reuse("1", true, List.of()));
    }

    @Test
    void audienceThatIsNotInTheBooksIsReusedWithAWarning() {
        listed(Given.own("1").type("Partner Audience"));

        assertThat(choose()).isEqualTo(new Reuse("1", false, List.of("Audience 1" + FIRST_USE)));
    }

    @Test
    void recordedOneWinsAmongTwins() {
        listed(Given.own("1").daysOld(100), Given.own("2"), Given.own("3").foreign());

        assertThat(chooseWith("2"))
                .isEqualTo(new Reuse(
                        "2", true, List.of("Other audiences have the same name: 1, 3; members are delivered to 2.")));
    }

    @Test
    void oldestValidOneWinsAmongTwinsThatAreNotInTheBooks() {
        listed(
                Given.own("4").daysOld(90).invalid(),
                Given.own("30").daysOld(9),
                Given.own("5").daysOld(9),
                Given.own("2").daysOld(1));

        assertThat(choose())
                .isEqualTo(new Reuse(
                        "5",
                        false,
                        List.of(
                                "Other audiences have the same name: 2, 30, 4; members are delivered to 5.",
                                "Audience 5" + FIRST_USE)));
    }

    @Test
    void choiceDoesNotDependOnTheOrderOfTheList() {
        listed(
                Given.own("1"),
                Given.own("2"),
                Given.own("3").invalid(),
                Given.own("4").foreign());
        AudienceDecision first = choose();

        for (int seed = 0; seed < 50; seed++) {
            Collections.shuffle(listings, new Random(seed));
            assertThat(choose()).isEqualTo(first);
        }
    }

    @Test
    void audienceThatIsBeingComputedIsReused() {
        listed(Given.own("1").invalid().daysOld(0));

        assertThat(chooseWith("1"))
                .isEqualTo(new Reuse(
                        "1",
                        true,
                        List.of("Audience 1 is not available in TikTok for now: it is still being processed, or is too"
                                + " small.")));
    }

    @Test
    void audienceThatExpiresSoonIsReusedWithAWarning() {
        listed(Given.own("1").expiresSoon());

        assertThat(chooseWith("1"))
                .isEqualTo(new Reuse(
                        "1", true, List.of("Audience 1 expires within 60 days unless an active ad group uses it.")));
    }

    @Test
    void nameHeldByNoneThatTakesMembersIsNotCreatedAgain() {
        listed(
                Given.own("1").type("Customer File Audience"),
                Given.own("2").foreign(),
                Given.own("3").hasExpired());

        assertThat(choose())
                .isEqualTo(new Ambiguous(
                        List.of("1", "2", "3"),
                        "audience 1 is of type \"Customer File Audience\", not Partner; audience 2 belongs to another"
                                + " account; audience 3 has expired"));
    }

    @Test
    void recordedAudienceThatHasExpiredIsNotReused() {
        listed(Given.own("1").hasExpired());

        assertThat(chooseWith("1")).isEqualTo(new Ambiguous(List.of("1"), "audience 1 has expired"));
    }

    @Test
    void recordedAudienceThatIsGoneIsMadeAgain() {
        assertThat(chooseWith("1"))
                .isEqualTo(new Create(List.of("Audience 1 is no longer in TikTok; a new one takes its place.")));
    }

    @Test
    void recordedAudienceThatWasRenamedIsReused() {
        listed(Given.own("1").name("Spring 2027"));

        assertThat(chooseWith("1"))
                .isEqualTo(new Reuse("1", true, List.of("Audience 1 is now called \"Spring 2027\" in TikTok.")));
    }

    @Test
    void audienceThatWeJustMadeNeedNotBeListedYet() {
        RecordedAudience fresh = new RecordedAudience("9", Optional.of(NOW.minusSeconds(60)));
        RecordedAudience old = new RecordedAudience("9", Optional.of(NOW.minusSeconds(3_600)));

        assertThat(AudienceChoice.choose(NAME, listings, Optional.of(fresh), NOW))
                .isEqualTo(new Reuse(
                        "9",
                        true,
                        List.of(
                                "Audience 9, created less than 10 minutes ago, is not in TikTok's list yet: check in TikTok"
                                        + " Ads Manager that it was not deleted.")));
        assertThat(AudienceChoice.choose(NAME, listings, Optional.of(old), NOW)).isInstanceOf(Create.class);
    }

    @Test
    void sameAudienceOnTwoPagesIsOne() {
        listed(Given.own("1"), Given.own("1"));

        assertThat(chooseWith("1")).isEqualTo(new Reuse("1", true, List.of()));
    }

    @Test
    void fullAccountTakesNoNewAudience() {
        IntStream.range(0, 399).forEach(i -> listed(Given.own("o" + i).name("n" + i)));
        listed(Given.own("foreign").name("other").foreign());
        assertThat(choose()).isInstanceOf(Create.class);

        listed(Given.own("last").name("one more"));
        assertThat(choose()).isEqualTo(new Full(400));
    }

    @Test
    void fullAccountStillReuses() {
        IntStream.range(0, 400).forEach(i -> listed(Given.own("o" + i).name("n" + i)));
        listed(Given.own("1"));

        assertThat(chooseWith("1")).isEqualTo(new Reuse("1", true, List.of()));
    }

    @Test
    void cutNameIsReusedWithAWarning() {
        String cut = "a".repeat(67) + "...";
        listed(Given.own("1").name(cut));

        AudienceDecision decision = AudienceChoice.choose(new AudienceName(cut), listings, Optional.empty(), NOW);

        assertThat(decision)
                .isEqualTo(new Reuse(
                        "1",
                        false,
                        List.of(
                                "Audience 1" + FIRST_USE,
                                "Audience 1 may have a longer name that TikTok has truncated; check that it is the right"
                                        + " one.")));
    }
}
