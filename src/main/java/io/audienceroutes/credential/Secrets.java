package io.audienceroutes.credential;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Secrets that settings name but never contain: a password, a key. The secret {@code partner-sftp} is the environment
 * variable {@code AUDIENCE_ROUTES_SECRET_PARTNER_SFTP} or, where that is not set, the file {@code partner-sftp} in the
 * secrets directory. Nothing is kept: every call reads anew, so a changed secret counts at once.
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
     * @throws SecretMissing when it is kept nowhere
     * @throws SecretRefused when its file is open to everyone, too large or not one line of text
     */
    public String require(String name) {
        return find(name)
                .orElseThrow(
                        () -> new SecretMissing("Cannot find the secret " + name + ": neither the environment variable "
                                + variable(VARIABLE, name) + " nor the file "
                                + files.directory().resolve(name)
                                + " exists. Set one of them."));
    }

    /** The secret of this name, or empty when it is kept nowhere. */
    public Optional<String> find(String name) {
        requireName("secret", name);
        return read(VARIABLE, name, name);
    }

    Optional<String> read(String variablePrefix, String name, String fileName) {
        return variable(variablePrefix, name, environment).or(() -> files.read(fileName));
    }

    /** The value of the variable alone. */
    Optional<String> fromEnvironment(String variablePrefix, String name) {
        return variable(variablePrefix, name, environment);
    }

    /** What the file alone holds. */
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

    /** Names become file names and variables, so a path or a blank in one must never get that far. */
    static void requireName(String what, String name) {
        if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
            throw new SecretRefused(
                    "Refused the name of a " + what
                            + ": expected up to 60 lower-case letters and digits in words joined by hyphens, like partner-sftp");
        }
    }

    static String variable(String prefix, String name) {
        return prefix + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
