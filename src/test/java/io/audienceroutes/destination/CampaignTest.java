package io.audienceroutes.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audienceroutes.segment.IdentifierType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of schedules and campaigns as their files spell them. */
final class CampaignTest {
    private static final String PATTERN = "pattern: '(?<campaign>.+)_(?<group>.+)\\.csv'";

    @TempDir
    Path directory;

    @Test
    void everySettingOfACampaignIsReadAndStored() throws IOException {
        Destination spring = load(
                "files: single, " + PATTERN
                        + ", groups: [A, B], controlGroups: [Control], timeoutMinutes: 90, audienceName: 'Buyers of {campaign}'");

        assertThat(spring.campaign())
                .contains(new Campaign(
                        Campaign.Files.SINGLE,
                        Optional.of("(?<campaign>.+)_(?<group>.+)\\.csv"),
                        Optional.empty(),
                        new Campaign.Completion.Groups(List.of("A", "B")),
                        List.of("Control"),
                        90,
                        "Buyers of {campaign}"));
        assertThat(Destination.of(spring.keys())).isEqualTo(spring);
    }

    @Test
    void idTypesOfACampaignMayBeLeftOut() throws IOException {
        assertThat(load("files: separate, " + PATTERN + ", audienceName: '{campaign} {group}'")
                        .userIdTypes())
                .containsExactly(IdentifierType.EMAIL, IdentifierType.PHONE);
    }

    @Test
    void elsewhereTheirAbsenceIsAnError() throws IOException {
        write("credential: acme-ads\nadvertiserIds: ['7654321098765432109']\naudienceName: Spring\n");

        assertThatThrownBy(() -> Destinations.load(directory))
                .hasMessageContaining("userIdTypes: expected a list of what identifies a customer")
                .hasMessageContaining("found nothing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "files: single, PATTERN, audienceName: x | campaign.files | exactly one of groups, count and doneFile",
                "files: single, PATTERN, groups: [A], count: 2, audienceName: x | campaign.files | exactly one of",
                "files: single, PATTERN, groups: [A], audienceName: 'x {group}' | campaign.audienceName | without {group}",
                "files: separate, PATTERN, audienceName: 'x {campaign}' | campaign.audienceName | with {group}",
                "files: separate, PATTERN, count: 2, audienceName: '{group}' | campaign.count | only with files: single",
                "files: separate, groupColumn: g, audienceName: '{group}' | campaign.groups | starts before the file is read",
                "files: single, groupColumn: g, audienceName: '{campaign}' | campaign.audienceName | no pattern gives",
                "files: single, count: 2, audienceName: x | campaign.pattern | groups named campaign and group",
                "files: single, count: 2, pattern: '(.+)', audienceName: x | campaign.pattern | which has no group (?<campaign>",
                "files: single, count: 2, pattern: '(', audienceName: x | campaign.pattern | which is not a valid regular expression",
                "files: single, PATTERN, groups: [A, a], audienceName: x | campaign.groups[1] | ignoring case",
                "files: single, PATTERN, groups: [A], controlGroups: [a], audienceName: x | campaign.controlGroups[0] | each group once",
                "files: single, PATTERN, doneFile: all.done, audienceName: '{campaign}' | campaign.doneFile | a name with {campaign}",
                "files: single, PATTERN, count: 2, doneQuietSeconds: 9, audienceName: x | campaign.doneQuietSeconds | only with doneFile",
                "files: both, PATTERN, audienceName: x | campaign.files | separate",
                "PATTERN, audienceName: '{group}' | campaign.files | separate",
                "files: separate, PATTERN, groups: ['G2345678901234567890'], audienceName: 'A234567890123456789012345678901234567890123456789012345 {group}' | campaign.audienceName | a name of 76 characters",
            })
    void whatMakesNoSenseIsRefusedWithItsKey(String campaign, String key, String expected) {
        assertThatThrownBy(() -> load(campaign.replace("PATTERN", PATTERN)))
                .isInstanceOf(DestinationsRefused.class)
                .hasMessageContaining(key + ": ")
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cron: '0 25 * * *' | schedule.cron | Value 25 not in range",
                "cron: 'at six' | schedule.cron | which is not a valid cron expression",
                "timeZone: Berlin | schedule.timeZone | not a time zone of the IANA database",
                "misfire: skip | schedule.cron | a cron expression, which misfire and lookMinutes refer to",
                "blackout: [{from: '08:00', to: '08:00'}] | schedule.blackout[0].to | a different time than from",
                "blackout: [{from: '8:00', to: '09:00'}] | schedule.blackout[0].from | the time at which it begins",
                "blackout: [{from: '08:00', to: '09:00', days: [monday]}] | schedule.blackout[0].days[0] | one of mon",
                "expectedBy: {days: [mon]} | schedule.expectedBy.time | the time of day",
            })
    void whatIsNoScheduleIsRefusedWithItsKey(String schedule, String key, String expected) {
        assertThatThrownBy(() -> {
                    write(PLAIN + "schedule: {" + schedule + "}\n");
                    Destinations.load(directory);
                })
                .isInstanceOf(DestinationsRefused.class)
                .hasMessageContaining(key + ": ")
                .hasMessageContaining(expected);
    }

    @Test
    void everySettingOfAScheduleIsReadAndStored() throws IOException {
        write(PLAIN + """
                schedule:
                  cron: 0 6 * * 1-5
                  timeZone: Europe/Berlin
                  misfire: skip
                  lookMinutes: 30
                  blackout: [{days: [sat, sun], from: "00:00", to: "12:00"}]
                  expectedBy: {time: "07:30", days: [mon, fri]}
                """);

        Destination spring = Destinations.load(directory).require("spring");

        assertThat(Destination.of(spring.keys())).isEqualTo(spring);
        assertThat(spring.keys().schedule())
                .isEqualTo(new ScheduleKeys(
                        "0 6 * * 1-5",
                        "Europe/Berlin",
                        "skip",
                        30,
                        List.of(new ScheduleKeys.BlackoutKeys(List.of("sat", "sun"), "00:00", "12:00")),
                        new ScheduleKeys.ExpectedByKeys("07:30", List.of("mon", "fri"))));
    }

    @Test
    void fileNameTellsCampaignAndGroupInTheSpellingOfTheList() throws IOException {
        Campaign spring = load("files: separate, " + PATTERN
                        + ", groups: [Alpha], controlGroups: [Hold-out], audienceName: '{campaign}/{group}'")
                .campaign()
                .orElseThrow();

        CampaignPart alpha = spring.partOf("Spring 26_ALPHA.csv");

        assertThat(alpha).isEqualTo(new CampaignPart("Spring 26", Optional.of("Alpha")));
        assertThat(spring.audienceNameFor(alpha)).isEqualTo("Spring 26/Alpha");
        assertThat(spring.isControl("hold-OUT")).isTrue();
        assertThatThrownBy(() -> spring.partOf("Spring 26_Alhpa.csv"))
                .isInstanceOf(AudienceNameRefused.class)
                .hasMessageContaining("neither in campaign.groups nor in campaign.controlGroups");
        assertThatThrownBy(() -> spring.partOf("Spring.csv")).hasMessageContaining("does not match campaign.pattern");
        assertThatThrownBy(() -> spring.audienceNameFor(new CampaignPart("S".repeat(65), Optional.of("Alpha"))))
                .hasMessageContaining("a name of 71 characters");
    }

    @Test
    void doneFileTellsItsCampaign() throws IOException {
        Campaign spring = load("files: single, " + PATTERN
                        + ", doneFile: '{campaign}.done', audienceName: 'B {campaign}'")
                .campaign()
                .orElseThrow();

        assertThat(spring.isDoneFile("Spring (1).done")).isTrue();
        assertThat(spring.isDoneFile("Spring_A.csv")).isFalse();
        assertThat(spring.partOf("Spring (1).done")).isEqualTo(new CampaignPart("Spring (1)", Optional.empty()));
    }

    private static final String PLAIN = """
            credential: acme-ads
            advertiserIds: ["7654321098765432109"]
            userIdTypes: [EMAIL]
            audienceName: Spring
            """;

    private Destination load(String campaign) throws IOException {
        write("credential: acme-ads\nadvertiserIds: ['7654321098765432109']\ncampaign: {" + campaign + "}\n");
        return Destinations.load(directory).require("spring");
    }

    private void write(String yaml) throws IOException {
        Files.writeString(directory.resolve("spring.yaml"), "name: spring\n" + yaml);
    }
}
