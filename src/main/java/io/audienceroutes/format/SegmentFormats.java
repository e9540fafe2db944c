package io.audienceroutes.format;

import io.audienceroutes.segment.SegmentFileRefused;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Opens segment files of all formats, within limits. Thread-safe; opened files are not. */
public final class SegmentFormats {
    private final FormatLimits limits;
    private final Function<String, Path> located;
    private final Function<String, Optional<String>> secrets;

    /**
     * @param located resolves a path in the settings
     * @param secrets the secret with a name, if it exists
     */
    public SegmentFormats(
            FormatLimits limits, Function<String, Path> located, Function<String, Optional<String>> secrets) {
        this.limits = Objects.requireNonNull(limits, "limits");
        this.located = Objects.requireNonNull(located, "located");
        this.secrets = Objects.requireNonNull(secrets, "secrets");
    }

    /**
     * The parts of a file: one, or the entries of an archive.
     *
     * @param file on a local disk
     * @param name its name in messages; parts are named after it
     * @param between called between two reads of the file, on the reading thread; an exception stops the reading
     * @throws SegmentFileRefused if it cannot be read with these settings
     */
    public SegmentParts open(Path file, String name, FileFormat settings, Runnable between) {
        Optional<PgpKeys> keys = settings.decryption().map(pgp -> PgpKeys.of(pgp, located, secrets));
        return new SegmentParts(file, name, new Unpacker(limits, keys), new FormatSniffer(settings), limits, between);
    }
}
