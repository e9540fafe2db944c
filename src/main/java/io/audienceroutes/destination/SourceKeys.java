package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.audienceroutes.destination.SourceHandling.Afterwards;
import io.audienceroutes.destination.SourceHandling.OnFailure;
import io.audienceroutes.destination.SourceHandling.Ready;
import io.audienceroutes.format.FileFormat;
import java.util.Locale;
import java.util.Optional;

/** A source in its file and its stored form: exactly one of the three is not null. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record SourceKeys(FolderKeys folder, SftpKeys sftp, S3Keys s3) {
    private static final String CSV = ".*\\.(csv|tsv)";
    private static final String JSON_LINES = ".*\\.(jsonl|ndjson)";
    private static final String PACKED = "(\\.(gz|zip|zst))?";
    private static final String ENCRYPTED = "(\\.(pgp|gpg|asc))";
    private static final int DEFAULT_SETTLE_SECONDS = 5;

    static SourceKeys of(Source source) {
        return new SourceKeys(
                source instanceof Source.Folder folder ? FolderKeys.of(folder) : null,
                source instanceof Source.Sftp sftp ? SftpKeys.of(sftp) : null,
                source instanceof Source.S3 s3 ? S3Keys.of(s3) : null);
    }

    Source toSource(FileFormat format) {
        String usualInclude = usualInclude(format);
        if (folder != null) {
            return folder.toFolder(usualInclude);
        }
        return sftp != null ? sftp.toSftp(usualInclude) : s3.toS3();
    }

    /** Usual names of files of this format, ignoring case. */
    static String usualInclude(FileFormat format) {
        String text = format.kind()
                .map(kind -> kind == FileFormat.Kind.JSON_LINES ? JSON_LINES : CSV)
                .orElse(".*\\.(csv|tsv|jsonl|ndjson)");
        return "(?i)" + (format.decryption().isPresent() ? ".*" + ENCRYPTED : text + PACKED + "|.*\\.zip");
    }

    static <T> T or(T value, T fallback) {
        return value == null ? fallback : value;
    }

    /** As written in files: {@code done-file}. */
    static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E>> E read(Class<E> type, String text, E fallback) {
        return text == null
                ? fallback
                : Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Common settings of all kinds of sources. */
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
