package io.audienceroutes.destination;

import io.audienceroutes.destination.Source.S3Keys;
import io.audienceroutes.destination.Source.SftpLogin;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The route that picks up a destination's files: an instance of one of the templates in {@code routes/}. No parameter is
 * a secret: the template takes those from beans, strings that are bound to its instance alone and read when it starts.
 *
 * @param routeId the instance's route id
 * @param template the template's id, which is its file's name
 * @param parameters what the template asks for; absent where the template does without
 * @param secrets by the name of the bean that the template takes it from, the name of the secret to bind there
 */
public record PickUp(String routeId, String template, Map<String, String> parameters, Map<String, String> secrets) {
    private static final int MILLIS = 1000;

    /** A file that changed while it settled gets two more chances in one look. */
    private static final int SETTLE_ATTEMPTS = 3;

    private static final String ARCHIVE = ".done";

    public PickUp {
        parameters = Map.copyOf(parameters);
        secrets = Map.copyOf(secrets);
    }

    /**
     * The pick-up of this destination, or empty when its files come only by explicit delivery.
     *
     * @param home where relative paths of this machine start
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

    private static final class Builder {
        private final String destination;
        private final Path home;
        private final Map<String, String> parameters = new LinkedHashMap<>();
        private final Map<String, String> secrets = new LinkedHashMap<>();

        Builder(String destination, Path home) {
            this.destination = destination;
            this.home = home;
            parameters.put("destinationName", destination);
        }

        PickUp from(Source.Folder folder) {
            String directory = local(folder.directory());
            parameters.put("directory", directory);
            parameters.put(
                    "archiveDirectory",
                    folder.archiveDirectory().map(this::local).orElse(directory + "/" + ARCHIVE));
            settled(folder.include(), folder.settleSeconds(), folder.pollSeconds());
            return build("pick-up-from-folder");
        }

        PickUp from(Source.Sftp sftp) {
            parameters.put("host", sftp.host());
            parameters.put("port", Integer.toString(sftp.port()));
            parameters.put("username", sftp.username());
            if (sftp.login() instanceof SftpLogin.Password password) {
                secrets.put("password", password.secret());
            } else if (sftp.login() instanceof SftpLogin.PrivateKey key) {
                parameters.put("privateKeyFile", local(key.file()));
                key.passphraseSecret().ifPresent(secret -> secrets.put("privateKeyPassphrase", secret));
            }
            parameters.put("knownHostsFile", local(sftp.knownHostsFile()));
            parameters.put("directory", sftp.directory());
            parameters.put("archiveDirectory", sftp.archiveDirectory().orElse(ARCHIVE));
            settled(sftp.include(), sftp.settleSeconds(), sftp.pollSeconds());
            return build("pick-up-from-sftp");
        }

        PickUp from(Source.S3 s3) {
            parameters.put("bucket", s3.bucket());
            if (!s3.prefix().isEmpty()) {
                parameters.put("prefix", s3.prefix());
            }
            s3.region().ifPresent(region -> parameters.put("region", region));
            s3.endpoint().ifPresent(endpoint -> parameters.put("endpoint", endpoint));
            parameters.put("overrideEndpoint", Boolean.toString(s3.endpoint().isPresent()));
            parameters.put("pathStyle", Boolean.toString(s3.pathStyle()));
            parameters.put("defaultCredentials", Boolean.toString(s3.keys().isEmpty()));
            s3.keys().map(S3Keys::accessKeySecret).ifPresent(secret -> secrets.put("accessKey", secret));
            s3.keys().map(S3Keys::secretKeySecret).ifPresent(secret -> secrets.put("secretKey", secret));
            parameters.put("pollMillis", millis(s3.pollSeconds()));
            parameters.put("moveAfterRead", Boolean.toString(s3.archivePrefix().isPresent()));
            s3.archivePrefix().ifPresent(prefix -> parameters.put("archivePrefix", prefix));
            return build("pick-up-from-s3");
        }

        private void settled(String include, int settleSeconds, int pollSeconds) {
            parameters.put("include", include);
            parameters.put("settleMillis", millis(settleSeconds));
            parameters.put("settleTimeoutMillis", millis(settleSeconds * SETTLE_ATTEMPTS));
            parameters.put("pollMillis", millis(pollSeconds));
        }

        private String local(String path) {
            return home.resolve(path).normalize().toString();
        }

        private static String millis(int seconds) {
            return Long.toString((long) seconds * MILLIS);
        }

        private PickUp build(String template) {
            return new PickUp("pick-up-" + destination, template, parameters, secrets);
        }
    }
}
