package io.audienceroutes.credential;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Secrets that settings name but never contain: a password, a key. The secret {@code partner-sftp} is the environment
 * variable {@code AUDIENCE_ROUTES_SECRET_PARTNER_SFTP} or, if that is not set, the file {@code partner-sftp} in the
 * secrets directory. Nothing is cached: every call reads the secret again, so a change takes effect immediately.
 */
public final class Secrets {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");
    private static final int MAX_NAME = 60;
    private static final String VARIABLE = "AUDIENCE_ROUTES_SECRET_";

    private final SecretFiles files;
    private final Function<String, Optional<String>> environment;

    /**
     * @param directory the secrets directory; it need not exist
     * @param environment the value of an environment variable, empty when it is not set
     */
    public Secrets(Path directory, Function<String, Optional<String>> environment) {
        this.files = new SecretFiles(directory);
        this.environment = environment;
    }

    /** Reads the variables of this process. */
    public static Function<String, Optional<String>> processEnvironment() {
        return variable -> Optional.ofNullable(System.getenv(variable));
    }

    /**
     * The secret of this name.
     *
     * @throws SecretMissing if it does not exist
     * @throws SecretRefused if every user may read its file, or it is too large or not one line of text
     */
    public String require(String name) {
        return find(name)
                .orElseThrow(
                        () -> new SecretMissing("There is no secret " + name + ": neither the environment variable "
                                + variable(VARIABLE, name) + " nor the file "
                                + files.directory().resolve(name)
                                + " exists. Set one of them."));
    }

    /** The secret of this name, or empty if it does not exist. */
    public Optional<String> find(String name) {
        requireName("secret", name);
        return read(VARIABLE, name, name);
    }

    Optional<String> read(String variablePrefix, String name, String fileName) {
        return variable(variablePrefix, name, environment).or(() -> files.read(fileName));
    }

    /** Only the value of the variable. */
    Optional<String> fromEnvironment(String variablePrefix, String name) {
        return variable(variablePrefix, name, environment);
    }

    /** Only the content of the file. */
    Optional<String> fromFile(String fileName) {
        return files.read(fileName);
    }

    private static Optional<String> variable(
            String prefix, String name, Function<String, Optional<String>> environment) {
        return environment.apply(variable(prefix, name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    Path directory() {
        return files.directory();
    }

    /** Names become file names and variables, so they must not contain paths or spaces. */
    static void requireName(String what, String name) {
        if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
            throw new SecretRefused(
                    "Invalid name of a " + what
                            + ": expected up to 60 lower-case letters and digits in words joined by hyphens, like partner-sftp");
        }
    }

    static String variable(String prefix, String name) {
        return prefix + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
