package io.audienceroutes.tiktok;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Distinguishes a connection that was never established from one that was lost. */
final class LostConnection {
    private static final int MAX_CAUSES = 10;

    /** Of HTTP clients, which this package does not depend on: raised before anything is written. */
    private static final Set<String> BEFORE_SENDING =
            Set.of("ConnectTimeoutException", "ConnectionRequestTimeoutException", "HttpConnectTimeoutException");

    /** A proxy refused the call, usually because of its login. */
    private static final String TUNNEL_REFUSED = "TunnelRefusedException";

    private LostConnection() {}

    static boolean nothingWasSent(IOException fault) {
        return anyCause(fault, LostConnection::isBeforeSending);
    }

    /** A proxy responded instead of TikTok that it refuses this installation. */
    static boolean refusedByProxy(IOException fault) {
        return anyCause(fault, LostConnection::isTunnelRefused);
    }

    /** The presented certificate is not trusted, or is not TikTok's. */
    static boolean untrusted(IOException fault) {
        return anyCause(
                fault, cause -> cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException);
    }

    private static boolean anyCause(IOException fault, Predicate<Throwable> wanted) {
        Optional<Throwable> each = Optional.of(fault);
        for (int i = 0; i < MAX_CAUSES && each.isPresent(); i++) {
            if (wanted.test(each.get())) {
                return true;
            }
            each = each.map(Throwable::getCause);
        }
        return false;
    }

    private static boolean isTunnelRefused(Throwable fault) {
        return fault.getClass().getSimpleName().equals(TUNNEL_REFUSED);
    }

    private static boolean isBeforeSending(Throwable fault) {
        return fault instanceof ConnectException
                || fault instanceof UnknownHostException
                || fault instanceof NoRouteToHostException
                || fault instanceof PortUnreachableException
                || fault instanceof SSLHandshakeException
                || fault instanceof SSLPeerUnverifiedException
                || isTunnelRefused(fault)
                || BEFORE_SENDING.contains(fault.getClass().getSimpleName());
    }

    static String beforeSending(IOException fault) {
        return "no connection to TikTok could be made, so nothing was sent (" + named(fault) + ")";
    }

    static String afterSending(IOException fault) {
        return "the call was sent, but the connection was lost before the response was complete (" + named(fault) + ")";
    }

    private static String named(IOException fault) {
        String name = fault.getClass().getSimpleName();
        // A quoted address ends with its query, which can contain the app secret
        String message = Optional.ofNullable(fault.getMessage()).orElse("").replaceAll("\\?\\S*", "?…");
        return message.isEmpty() ? name : name + " " + QuotedText.quoted(message);
    }
}
