package io.audienceroutes.destination;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.audienceroutes.destination.ScheduleKeys.BlackoutKeys;
import io.audienceroutes.segment.IdentifierType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Checks of a destination file that a schema cannot express: combinations of settings, and references to the outside.
 */
final class DestinationChecks {
    /** Camel's placeholder syntax in endpoint settings: a destination file must not access other settings that way. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{|}}|\\$\\{|RAW[({]|#bean:|\\p{Cntrl}");

    private final String file;
    private final LocatedYaml yaml;
    private final DestinationKeys keys;
    private final DestinationSchema schema;
    private final List<DestinationProblem> problems = new ArrayList<>();

    DestinationChecks(String file, LocatedYaml yaml, DestinationKeys keys, DestinationSchema schema) {
        this.file = file;
        this.yaml = yaml;
        this.keys = keys;
        this.schema = schema;
    }

    List<DestinationProblem> problems() {
        checkName();
        checkCredential();
        check("/audienceName", keys.audienceName(), AudienceNaming::nameProblem);
        check("/audienceNamePattern", keys.audienceNamePattern(), AudienceNaming::patternProblem);
        check("/phoneRegion", keys.phoneRegion(), DestinationChecks::regionProblem);
        checkSchedule();
        checkColumns();
        checkSample();
        checkOptOut();
        checkSource();
        problems.addAll(new FormatChecks(file, yaml, keys).problems());
        problems.addAll(new CampaignChecks(file, yaml, keys, schema).problems());
        return List.copyOf(problems);
    }

    private void checkName() {
        String expected = file.substring(0, file.length() - Destinations.EXTENSION.length());
        if (!keys.name().equals(expected)) {
            add("/name", "the file's name without .yaml, " + Excerpt.of(expected), Excerpt.of(keys.name()));
        }
    }

    private void checkCredential() {
        if (Rehearsal.CREDENTIAL.equals(keys.credential())) {
            add("/credential", "another name: this one is reserved for the sandbox; or sandbox: true", "rehearsal");
        }
    }

    private void checkColumns() {
        for (IdentifierType type : keys.namedColumns().keySet()) {
            if (!keys.userIdTypes().contains(type)) {
                add("/columns/" + type, "columns only of the id types in userIdTypes", type + ", which is missing");
            }
        }
        Set<String> headers = new HashSet<>();
        keys.namedColumns()
                .forEach((type, columns) -> columns.names().forEach(header -> {
                    if (!headers.add(header.strip().toLowerCase(Locale.ROOT))) {
                        add("/columns/" + type, "each column once", Excerpt.of(header) + " twice");
                    }
                }));
    }

    private void checkOptOut() {
        if (keys.optOut() != null && keys.syncMode() == SyncMode.REMOVE) {
            add(
                    "/optOut",
                    "none with syncMode remove: list the members to remove in the segment file",
                    "an opt-out list");
        }
    }

    private void checkSample() {
        if (keys.sampleFirst() == null || keys.audienceName() == null) {
            return;
        }
        int length = keys.audienceName().length();
        if (length > SampleFirst.longestName() && length <= AudienceNaming.MAX_CHARACTERS) {
            add(
                    "/audienceName",
                    "at most " + SampleFirst.longestName()
                            + " characters, because sampleFirst makes another audience whose" + " name has "
                            + Excerpt.of(SampleFirst.audienceName("")) + " behind it",
                    Excerpt.of(keys.audienceName()) + ", a name of " + length + " characters");
        }
    }

    private static Optional<String> regionProblem(String region) {
        return PhoneNumberUtil.getInstance().getSupportedRegions().contains(region)
                ? Optional.empty()
                : Optional.of(Excerpt.of(region) + ", which is not a country code with phone numbers");
    }

    private void checkSource() {
        yaml.root().path("source").properties().forEach(kind -> {
            String pointer = "/source/" + kind.getKey();
            checkPlain(pointer, kind.getValue());
            if (kind.getValue().has("include")) {
                check(pointer + "/include", kind.getValue().path("include").asText(), DestinationChecks::regexProblem);
            }
        });
        Optional<SourceKeys> source = Optional.ofNullable(keys.source());
        source.map(SourceKeys::s3).ifPresent(this::checkArchive);
        source.map(SourceKeys::folder)
                .ifPresent(folder -> checkArchive(
                        "/source/folder/archiveDirectory", folder.directory(), folder.archiveDirectory(), ""));
        source.map(SourceKeys::sftp)
                .ifPresent(sftp -> checkArchive(
                        "/source/sftp/archiveDirectory", sftp.directory(), sftp.archiveDirectory(), sftp.directory()));
    }

    private void checkPlain(String pointer, JsonNode settings) {
        settings.properties().forEach(setting -> {
            if (setting.getValue().isObject()) {
                checkPlain(pointer + "/" + setting.getKey(), setting.getValue());
            } else if (PLACEHOLDER.matcher(setting.getValue().asText()).find()) {
                add(
                        pointer + "/" + setting.getKey(),
                        "plain text without {{, }}, ${, RAW(, #bean: or control characters",
                        "one of them");
            }
        });
    }

    /** A picked-up file that stays in the folder would be picked up again and again. */
    private void checkArchive(String pointer, String directory, String archive, String base) {
        if (archive != null
                && Path.of(base)
                        .resolve(archive)
                        .normalize()
                        .equals(Path.of(directory).normalize())) {
            add(pointer, "another folder than the source folder", Excerpt.of(archive));
        }
    }

    private static Optional<String> regexProblem(String regex) {
        try {
            Pattern.compile(regex);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(Excerpt.of(regex) + ", which is not a valid regular expression: " + e.getDescription());
        }
    }

    private void checkArchive(S3Keys s3) {
        String archive = Optional.ofNullable(s3.archivePrefix()).orElse(PickUp.PREFIX_ARCHIVE);
        if (archive.equals(s3.prefix())) {
            add(
                    "/source/s3/archivePrefix",
                    "another prefix than the source prefix, because every object would be picked up again",
                    Excerpt.of(archive));
        }
    }

    private void checkSchedule() {
        Optional.ofNullable(keys.schedule()).ifPresent(schedule -> {
            check("/schedule/cron", schedule.cron(), CronTimes::problem);
            check("/schedule/timeZone", schedule.timeZone(), ScheduleKeys::zoneProblem);
            for (int i = 0; i < schedule.blackoutWindows().size(); i++) {
                BlackoutKeys window = schedule.blackoutWindows().get(i);
                if (window.from().equals(window.to())) {
                    add("/schedule/blackout/" + i + "/to", "a different time than from", Excerpt.of(window.to()));
                }
            }
            if (schedule.cron() == null && (schedule.misfire() != null || schedule.lookMinutes() != null)) {
                add("/schedule/cron", "a cron expression, which misfire and lookMinutes refer to", "nothing");
            }
        });
    }

    private void check(String pointer, String value, Function<String, Optional<String>> problemOf) {
        if (value != null) {
            problemOf.apply(value).ifPresent(found -> add(pointer, schema.describe(pointer), found));
        }
    }

    private void add(String pointer, String expected, String found) {
        problems.add(new DestinationProblem(file, yaml.line(pointer), DestinationSchema.key(pointer), expected, found));
    }
}
