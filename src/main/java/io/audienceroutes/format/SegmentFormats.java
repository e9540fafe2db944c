package io.audienceroutes.format;

import io.audienceroutes.segment.SegmentFileRefused;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Opens segment files of every format, within limits. Thread-safe; the opened files are not. */
public final class SegmentFormats {
    private final FormatLimits limits;
    private final Function<String, Path> located;
    private final Function<String, Optional<String>> secrets;

    /**
     * @param located where a path of the settings leads
     * @param secrets the secret of a name, where it is kept
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
     * @param name how people know it; the parts are named after it
     * @param between called between two reads of the file, on the thread that reads; what it raises ends the reading
     * @throws SegmentFileRefused when its bytes are nothing that can be read under these settings
     */
    public SegmentParts open(Path file, String name, FileFormat settings, Runnable between) {
        Optional<PgpKeys> keys = settings.decryption().map(pgp -> PgpKeys.of(pgp, located, secrets));
        return new SegmentParts(file, name, new Unpacker(limits, keys), new FormatSniffer(settings), limits, between);
    }
}
