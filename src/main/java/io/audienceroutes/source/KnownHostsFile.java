package io.audienceroutes.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that a known_hosts file holds for one server, as sshd(8) describes the form: names with {@code *}, {@code ?} and
 * {@code !}, hashed names, ports in brackets, {@code @revoked}. JSch knows names only as they are spelled. Lines with
 * {@code @cert-authority} are not used.
 */
final class KnownHostsFile {
    private static final int SSH_PORT = 22;
    private static final String HASHED = "|1|";
    private static final String REVOKED = "@revoked";
    private static final String AUTHORITY = "@cert-authority";

    private final Path file;
    private final List<Line> lines;

    private KnownHostsFile(Path file, List<Line> lines) {
        this.file = file;
        this.lines = lines;
    }

    static KnownHostsFile read(Path file) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            Line.of(line).stream().forEach(lines::add);
        }
        return new KnownHostsFile(file, lines);
    }

    /** The file for JSch: only the keys of this server, under its own name. */
    byte[] keysOf(String host, int port, SourceFaults faults) {
        List<Line> of = linesOf(host, port);
        Set<String> revoked = new HashSet<>();
        of.stream().filter(line -> line.marker().equals(REVOKED)).forEach(line -> revoked.add(line.key()));
        String name = port == SSH_PORT ? host : "[" + host + "]:" + port;
        StringBuilder known = new StringBuilder();
        of.stream()
                .filter(line -> line.marker().isEmpty() && !revoked.contains(line.key()))
                .forEach(line -> known.append(name)
                        .append(' ')
                        .append(line.type())
                        .append(' ')
                        .append(line.key())
                        .append('\n'));
        if (known.isEmpty()) {
            throw faults.hostKey(whyNone(of, name), null);
        }
        return known.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private String whyNone(List<Line> of, String name) {
        if (of.stream().anyMatch(line -> line.marker().equals(REVOKED))) {
            return "the key of " + name + " is marked @revoked in " + file;
        }
        return of.stream().anyMatch(line -> line.marker().equals(AUTHORITY))
                ? file + " knows " + name + " only by @cert-authority, which is not supported: add the host's own key"
                : file + " has no key of " + name;
    }

    /** For a server on another port, its name without the port is also accepted, as in OpenSSH. */
    private List<Line> linesOf(String host, int port) {
        List<Line> withPort = matching(port == SSH_PORT ? host : "[" + host + "]:" + port);
        return withPort.isEmpty() && port != SSH_PORT ? matching(host) : withPort;
    }

    private List<Line> matching(String name) {
        return lines.stream().filter(line -> line.names(name)).toList();
    }

    private record Line(String marker, String hosts, String type, String key) {
        static List<Line> of(String text) {
            String[] words = text.strip().split("\\s+", -1);
            int first = words[0].startsWith("@") ? 1 : 0;
            return words[0].startsWith("#") || words.length < first + 3
                    ? List.of()
                    : List.of(new Line(first == 1 ? words[0] : "", words[first], words[first + 1], words[first + 2]));
        }

        boolean names(String name) {
            if (hosts.startsWith(HASHED)) {
                return hashed(name);
            }
            boolean named = false;
            for (String pattern : hosts.split(",", -1)) {
                if (pattern.startsWith("!") && matches(pattern.substring(1), name)) {
                    return false;
                }
                named |= matches(pattern, name);
            }
            return named;
        }

        private boolean hashed(String name) {
            String[] parts = hosts.substring(HASHED.length()).split("\\|", -1);
            try {
                Mac mac = Mac.getInstance("HmacSHA1");
                mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[0]), "HmacSHA1"));
                byte[] digest = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
                return parts.length == 2
                        && Arrays.equals(digest, Base64.getDecoder().decode(parts[1]));
            } catch (IllegalArgumentException e) {
                return false;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Every Java platform has HmacSHA1", e);
            }
        }

        private static boolean matches(String pattern, String name) {
            StringBuilder regex = new StringBuilder();
            for (int i = 0; i < pattern.length(); i++) {
                char c = pattern.charAt(i);
                regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
            }
            return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE)
                    .matcher(name.toLowerCase(Locale.ROOT))
                    .matches();
        }
    }
}
