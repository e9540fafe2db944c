package io.audienceroutes.cli;

import io.audienceroutes.app.TikTokConnection;
import io.audienceroutes.diagnosis.Check;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.apache.camel.CamelContext;

/**
 * Checks whether TikTok's address is reachable: name, proxy, TLS, and the clock compared with TikTok's. Sends no token.
 */
final class ReachChecks {
    private static final String SUBJECT = "installation";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration TOLERATED_SKEW = Duration.ofMinutes(1);

    private final URI address;
    private final TikTokConnection connection;
    private final Clock clock;

    ReachChecks(URI address, TikTokConnection connection, Clock clock) {
        this.address = address;
        this.connection = connection;
        this.clock = clock;
    }

    List<Check> all(CamelContext camel) throws InterruptedException {
        List<Check> checks = new ArrayList<>();
        checks.add(proxy());
        checks.add(name());
        try {
            HttpResponse<Void> answer = client(camel).send(request(), HttpResponse.BodyHandlers.discarding());
            checks.add(reached(answer));
            checks.add(clock(answer));
        } catch (IOException | GeneralSecurityException e) {
            checks.add(notReached(e));
        }
        return checks;
    }

    private Check proxy() {
        String question = "Proxy";
        if (connection.proxy().isEmpty()) {
            return Check.fine(SUBJECT, question, "none is set (tiktok.proxy)");
        }
        TikTokConnection.Proxy way = connection.proxy().get();
        String found =
                way.host() + ":" + way.port() + (way.login().isPresent() ? ", with a login" : ", without a login");
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(way.host(), way.port()), Math.toIntExact(PATIENCE.toMillis()));
            return Check.fine(SUBJECT, question, found + "; it accepts connections");
        } catch (IOException e) {
            return Check.fault(
                    SUBJECT,
                    question,
                    found + "; it refuses connections (" + e.getClass().getSimpleName() + ")",
                    "Correct tiktok.proxy, or ask the proxy's administrator to allow this machine.");
        }
    }

    private Check name() {
        String question = "TikTok host name";
        if (connection.proxy().isPresent()) {
            return Check.unknown(SUBJECT, question, "the proxy resolves " + address.getHost());
        }
        try {
            String addresses = Arrays.stream(InetAddress.getAllByName(address.getHost()))
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.joining(", "));
            return Check.fine(SUBJECT, question, address.getHost() + " is " + addresses);
        } catch (UnknownHostException e) {
            return Check.fault(
                    SUBJECT,
                    question,
                    "no name server resolves " + address.getHost(),
                    "Check this machine's name servers and tiktok.base-url; behind a proxy, set tiktok.proxy.");
        }
    }

    private HttpClient client(CamelContext camel) throws IOException, GeneralSecurityException {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .sslContext(connection.tls().createSSLContext(camel));
        connection.proxy().ifPresent(proxy -> {
            builder.proxy(ProxySelector.of(InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
            proxy.login()
                    .ifPresent(login -> builder.authenticator(new Authenticator() {
                        @Override
                        protected PasswordAuthentication getPasswordAuthentication() {
                            return getRequestorType() == RequestorType.PROXY
                                    ? new PasswordAuthentication(login.username(), login.password())
                                    : null;
                        }
                    }));
        });
        return builder.build();
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(address.resolve("/"))
                .timeout(PATIENCE)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
    }

    private Check reached(HttpResponse<Void> answer) {
        String through = connection
                .proxy()
                .map(proxy -> " through the proxy " + proxy.host() + ":" + proxy.port())
                .orElse("");
        String tls = answer.sslSession().map(SSLSession::getProtocol).orElse("no TLS");
        return Check.fine(SUBJECT, "Connection to TikTok", address + " answers" + through + " (" + tls + ")");
    }

    private Check notReached(Exception fault) {
        String found = address + " does not respond: " + fault.getClass().getSimpleName()
                + Optional.ofNullable(fault.getMessage())
                        .map(text -> " (" + text + ")")
                        .orElse("");
        String remedy = fault instanceof SSLException
                ? "Check tiktok.base-url and, if your proxy intercepts TLS, tiktok.trust-store-file."
                : "Check that this machine reaches TikTok on port 443: firewall, tiktok.proxy and its login.";
        return Check.fault(SUBJECT, "Connection to TikTok", found, remedy);
    }

    private Check clock(HttpResponse<Void> answer) {
        String question = "Clock";
        Optional<Instant> theirs = answer.headers().firstValue("Date").flatMap(ReachChecks::time);
        if (theirs.isEmpty()) {
            return Check.unknown(SUBJECT, question, "the response contains no time to compare with");
        }
        Duration skew = Duration.between(theirs.get(), clock.instant()).abs();
        String found = String.format(
                Locale.ROOT, "the clocks of this machine and TikTok differ by %,d seconds", skew.toSeconds());
        return skew.compareTo(TOLERATED_SKEW) > 0
                ? Check.warning(
                        SUBJECT,
                        question,
                        found,
                        "Synchronise this machine's clock with a time service (NTP): daily rate limits reset at 00:00 UTC, and certificates"
                                + " have validity periods.")
                : Check.fine(SUBJECT, question, found);
    }

    private static Optional<Instant> time(String header) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
