package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.audienceroutes.destination.SourceHandling.Afterwards;
import io.audienceroutes.destination.SourceHandling.OnFailure;
import io.audienceroutes.destination.SourceHandling.Ready;
import java.util.Locale;
import java.util.Optional;

/** A source as its file and its stored form spell it: exactly one of the three is not null. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record SourceKeys(FolderKeys folder, SftpKeys sftp, S3Keys s3) {
    static final String DEFAULT_INCLUDE = ".*\\.csv";
    private static final int DEFAULT_SETTLE_SECONDS = 5;

    static SourceKeys of(Source source) {
        return new SourceKeys(
                source instanceof Source.Folder folder ? FolderKeys.of(folder) : null,
                source instanceof Source.Sftp sftp ? SftpKeys.of(sftp) : null,
                source instanceof Source.S3 s3 ? S3Keys.of(s3) : null);
    }

    Source toSource() {
        if (folder != null) {
            return folder.toFolder();
        }
        return sftp != null ? sftp.toSftp() : s3.toS3();
    }

    static <T> T or(T value, T fallback) {
        return value == null ? fallback : value;
    }

    /** As files spell it: {@code done-file}. */
    static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> E read(Class<E> type, String text, E fallback) {
        return text == null
                ? fallback
                : Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** What all kinds of sources have in common. */
    record Handling(
            String ready,
            Integer settleSeconds,
            Integer pollSeconds,
            String afterwards,
            String archive,
            String onFailure) {
        static Handling of(SourceHandling handling) {
            return new Handling(
                    text(handling.ready()),
                    handling.settleSeconds(),
                    handling.pollSeconds(),
                    text(handling.afterwards()),
                    handling.archive().orElse(null),
                    text(handling.onFailure()));
        }

        SourceHandling with(Ready usual, int usualPollSeconds) {
            return new SourceHandling(
                    read(Ready.class, ready, usual),
                    or(settleSeconds, DEFAULT_SETTLE_SECONDS),
                    or(pollSeconds, usualPollSeconds),
                    read(Afterwards.class, afterwards, Afterwards.ARCHIVE),
                    Optional.ofNullable(archive),
                    read(OnFailure.class, onFailure, OnFailure.STAY));
        }
    }
}
