package io.audienceroutes.destination;

import io.audienceroutes.destination.SourceHandling.Afterwards;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The route that picks up a destination's files: an instance of one of the templates in {@code routes/}. No parameter
 * is a secret; secrets, readiness and archiving are handled by beans of the instance.
 *
 * @param destination the destination's name
 * @param source its source
 * @param home the base of relative paths on this machine
 * @param routeId the instance's route id
 * @param template the template's id, which is its file's name
 * @param parameters the template's parameters; optional ones may be absent
 */
public record PickUp(
        String destination, Source source, Path home, String routeId, String template, Map<String, String> parameters) {
    /** The available templates. */
    public static final Set<String> TEMPLATES = Set.of("pick-up-from-folder", "pick-up-from-sftp", "pick-up-from-s3");

    private static final int MILLIS = 1000;
    private static final String FOLDER_ARCHIVE = ".done";
    static final String PREFIX_ARCHIVE = "archive/";

    public PickUp {
        parameters = Map.copyOf(parameters);
    }

    /**
     * The pick-up of this destination, or empty if its files are delivered only by command.
     *
     * @param home the base of relative paths on this machine
     */
    public static Optional<PickUp> of(Destination destination, Path home) {
        return destination.source().map(source -> {
            Builder builder = new Builder(destination.name(), home.toAbsolutePath());
            if (source instanceof Source.Folder folder) {
                return builder.from(folder);
            }
            return source instanceof Source.Sftp sftp ? builder.from(sftp) : builder.from((Source.S3) source);
        });
    }

    /** A path of this machine, from a setting of the source. */
    public Path local(String path) {
        return home.resolve(path).normalize();
    }

    /** The folder or prefix for picked-up files. */
    public String archive() {
        String usual = source instanceof Source.S3 ? PREFIX_ARCHIVE : FOLDER_ARCHIVE;
        return source.handling().archive().orElse(usual);
    }

    private static final class Builder {
        private final String destination;
        private final Path home;
        private final Map<String, String> parameters = new LinkedHashMap<>();

        Builder(String destination, Path home) {
            this.destination = destination;
            this.home = home;
            parameters.put("destinationName", destination);
        }

        PickUp from(Source.Folder folder) {
            parameters.put(
                    "directory", home.resolve(folder.directory()).normalize().toString());
            parameters.put("include", folder.include());
            return build("pick-up-from-folder", folder);
        }

        PickUp from(Source.Sftp sftp) {
            parameters.put("host", sftp.host());
            parameters.put("port", Integer.toString(sftp.port()));
            parameters.put("username", sftp.username());
            parameters.put("directory", sftp.directory());
            parameters.put("include", sftp.include());
            return build("pick-up-from-sftp", sftp);
        }

        PickUp from(Source.S3 s3) {
            parameters.put("bucket", s3.bucket());
            if (!s3.prefix().isEmpty()) {
                parameters.put("prefix", s3.prefix());
            }
            parameters.put("archived", Boolean.toString(s3.handling().afterwards() == Afterwards.ARCHIVE));
            return build("pick-up-from-s3", s3);
        }

        private PickUp build(String template, Source source) {
            parameters.put("pollMillis", Long.toString((long) source.handling().pollSeconds() * MILLIS));
            return new PickUp(destination, source, home, "pick-up-" + destination, template, parameters);
        }
    }
}
