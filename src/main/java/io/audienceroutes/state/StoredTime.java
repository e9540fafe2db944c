package io.audienceroutes.state;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Times in the database: UTC text of fixed width that sorts chronologically. */
public final class StoredTime {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private StoredTime() {}

    public static String write(Instant time) {
        return FORMAT.format(time);
    }

    public static Optional<Instant> read(String text) {
        return Optional.ofNullable(text).map(Instant::parse);
    }
}
