package io.audienceroutes.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Checks the configuration before anything starts, so that a typing error is reported clearly instead of failing
 * somewhere later. The unit at the end of a key's name determines how its value is checked.
 */
final class SettingsCheck {
    /** The only key of Camel that this bundle reads itself; the others are Camel's to judge. */
    private static final String PATIENCE = "camel.main.shutdown-timeout";

    /** Zero would mean no delay, or nothing at all. */
    private static final Pattern AT_LEAST_ONE = Pattern.compile(
            ".*(interval|lease|timeout)-ms|.*-(mib|rows|ratio|entries|chars)|.*\\.(workers|threads)|tiktok\\.(advertiser-)?requests-per-(second|minute|day)|deliver\\.requests-in-flight|console\\.session-(hours|idle-minutes)");

    private static final Pattern ZERO_OR_MORE =
            Pattern.compile(".*-(ms|hours)|.*\\.port|camel\\.main\\.shutdown-timeout");
    /** The access token is sent to this address: unencrypted only to this machine, where the simulator runs. */
    private static final String BASE_URL = "tiktok.base-url";

    /** One-time links start with this address: in clear only to this machine. */
    private static final String PUBLIC_URL = "console.public-url";

    private static final String ISSUER = "console.oidc.issuer";
    private static final Pattern ISSUERS = Pattern.compile(
            "|https://[^\\s?#@]+|http://(127\\.\\d+\\.\\d+\\.\\d+|localhost|\\[::1])(:\\d+)?(/[^\\s?#]*)?");

    private static final Pattern PROTECTED =
            Pattern.compile("https://[^\\s/?#@]+/?|http://(127\\.\\d+\\.\\d+\\.\\d+|localhost|\\[::1])(:\\d+)?/?");
    private static final Pattern FLAG =
            Pattern.compile("(simulator|api|watch)\\.enabled|prepare\\.read-with-camel-csv");

    private SettingsCheck() {}

    /** Reports all problems, not only the first one. */
    static void require(Map<String, String> values, Function<String, String> resolved) {
        List<String> problems = new ArrayList<>();
        values.keySet().stream()
                .filter(key -> !key.startsWith("camel.") || key.equals(PATIENCE))
                .forEach(key -> problem(key, resolved).ifPresent(problems::add));
        if (!problems.isEmpty()) {
            throw new InvalidSettings("The configuration cannot be used: " + problems.size()
                    + (problems.size() == 1 ? " problem." : " problems.") + " Nothing was started.\n- "
                    + String.join("\n- ", problems));
        }
    }

    private static Optional<String> problem(String key, Function<String, String> resolved) {
        if (key.equals(BASE_URL)) {
            return PROTECTED.matcher(resolved.apply(key)).matches()
                    ? Optional.empty()
                    : Optional.of(key + ": expected https://HOST, or http:// with an address of this machine, but"
                            + " found something else; the access token must not be sent unencrypted");
        }
        if (key.equals(PUBLIC_URL)) {
            return PROTECTED.matcher(resolved.apply(key)).matches()
                    ? Optional.empty()
                    : Optional.of(key + ": expected https://HOST without a path, or http:// with an address of this"
                            + " machine; found another form, and one-time links must not travel in clear");
        }
        if (key.equals(ISSUER)) {
            return ISSUERS.matcher(resolved.apply(key)).matches()
                    ? Optional.empty()
                    : Optional.of(key + ": expected https://HOST/PATH, http:// with an address of this machine, or"
                            + " nothing; found another form");
        }
        if (key.equals("bundle.environment")) {
            String value = resolved.apply(key);
            return value.equals("production") || value.equals("sandbox")
                    ? Optional.empty()
                    : Optional.of("bundle.environment: expected production or sandbox, but found '" + value + "'");
        }
        if (FLAG.matcher(key).matches()) {
            String value = resolved.apply(key);
            return value.equals("true") || value.equals("false")
                    ? Optional.empty()
                    : Optional.of(key + ": expected true or false, but found '" + value + "'");
        }
        if (AT_LEAST_ONE.matcher(key).matches()) {
            return number(key, resolved.apply(key), 1);
        }
        return ZERO_OR_MORE.matcher(key).matches() ? number(key, resolved.apply(key), 0) : Optional.empty();
    }

    private static Optional<String> number(String key, String value, int least) {
        try {
            if (Integer.parseInt(value) >= least) {
                return Optional.empty();
            }
        } catch (NumberFormatException e) {
            // Reported below, like a number that is too small
        }
        return Optional.of(key + ": expected a whole number from " + least + " to " + Integer.MAX_VALUE
                + ", but found '" + value + "'");
    }
}
