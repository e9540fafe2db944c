package io.audienceroutes.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the front door is set to.
 *
 * @param hosts the values of the Host header that are ours, without a port
 * @param secure whether browsers reach the server by HTTPS, so that cookies go over nothing else
 * @param bodyMillis the time within which a body has to arrive
 */
public record DoorSettings(Set<String> hosts, boolean secure, long bodyMillis) {
    /** The names of this machine for itself. */
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

    public DoorSettings {
        hosts = Set.copyOf(hosts);
    }

    /** Those of a server at this address; at a loopback address, all names of the machine for itself. */
    public static DoorSettings of(String host, List<String> allowed, boolean secure, long bodyMillis) {
        Set<String> hosts = new TreeSet<>();
        allowed.forEach(name -> hosts.add(name.toLowerCase(Locale.ROOT)));
        if (LOOPBACK.contains(host) || host.equals("::1")) {
            hosts.addAll(LOOPBACK);
        } else {
            hosts.add(host.toLowerCase(Locale.ROOT));
        }
        return new DoorSettings(hosts, secure, bodyMillis);
    }

    /** Whether a call names this server: a page of another name that resolves to this machine does not. */
    boolean isOurs(String host) {
        return hosts.contains(host.toLowerCase(Locale.ROOT));
    }
}
