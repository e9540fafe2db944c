package io.audienceroutes.workflow;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Times as the database keeps them: UTC text of fixed width that sorts as the times do. */
final class StoredTime {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private StoredTime() {}

    static String write(Instant time) {
        return FORMAT.format(time);
    }

    static Optional<Instant> read(String text) {
        return Optional.ofNullable(text).map(Instant::parse);
    }
}
