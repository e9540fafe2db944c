package io.audienceroutes.console;

import io.audienceroutes.destination.AudienceNaming;
import io.audienceroutes.destination.ConnectionState;
import io.audienceroutes.destination.CronTimes;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.Source;
import io.audienceroutes.source.SourceState;
import java.util.Optional;
import java.util.stream.Collectors;

/** Settings of destinations in words. */
final class DestinationWords {
    private DestinationWords() {}

    static String source(Destination destination) {
        Optional<Source> source = destination.source();
        return source.isEmpty() ? "Delivered on request" : Show.line(kind(source.get()) + " " + place(source.get()));
    }

    private static String kind(Source source) {
        return source instanceof Source.Folder ? "Folder" : source instanceof Source.Sftp ? "SFTP" : "S3";
    }

    private static String place(Source source) {
        if (source instanceof Source.Sftp sftp) {
            return sftp.host() + ":" + sftp.port() + " " + sftp.directory();
        }
        if (source instanceof Source.S3 s3) {
            return s3.bucket() + "/" + s3.prefix();
        }
        return source instanceof Source.Folder folder ? folder.directory() : source.place();
    }

    static String schedule(Destination destination) {
        String pickUp = destination
                .schedule()
                .flatMap(schedule ->
                        schedule.cron().map(CronTimes::expression).map(cron -> cron + " (" + schedule.timeZone() + ")"))
                .orElse(destination.source().isPresent() ? "As soon as a file arrives" : "On request");
        return pickUp
                + destination
                        .schedule()
                        .flatMap(schedule -> schedule.expectedBy())
                        .map(by -> ", expected by " + by.time())
                        .orElse("");
    }

    static String audience(Destination destination) {
        return destination
                .fixedAudienceName()
                .orElse(
                        destination.audience() instanceof AudienceNaming.FromFileName from
                                ? "From the file name: " + from.pattern()
                                : "From the campaign");
    }

    static String identifiers(Destination destination) {
        return destination.userIdTypes().stream().map(Enum::name).collect(Collectors.joining(", "));
    }

    /** The sign of a connection. */
    static String chip(Optional<ConnectionState> connection) {
        return connection
                .map(found -> switch (found.state()) {
                    case VALID -> "succeeded";
                    case UNKNOWN -> "issue";
                    case NOT_VALID -> "failed";
                    case UNCHECKED -> "waiting";
                })
                .orElse("skipped");
    }

    static String connection(Optional<ConnectionState> connection) {
        return connection
                .map(found -> switch (found.state()) {
                    case VALID -> "Connected";
                    case UNKNOWN -> "Not answered";
                    case NOT_VALID -> "Not valid";
                    case UNCHECKED -> "Being checked";
                })
                .orElse("Not checked");
    }

    /** The sign of a source. */
    static String chip(SourceState source) {
        return switch (source.state()) {
            case UP -> "succeeded";
            case DOWN -> "failed";
            case NEW -> "waiting";
        };
    }

    static String state(SourceState source) {
        return switch (source.state()) {
            case UP -> "Reachable";
            case DOWN -> "Down";
            case NEW -> "Not polled yet";
        };
    }
}
