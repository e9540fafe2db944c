package io.audienceroutes.source;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.JSchProxyException;
import com.jcraft.jsch.JSchSessionDisconnectException;
import com.jcraft.jsch.SftpException;
import io.audienceroutes.credential.SecretMissing;
import io.audienceroutes.credential.SecretRefused;
import io.audienceroutes.state.StateFaults;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Maps exceptions of file systems, JSch and the AWS SDK to faults of a source. */
final class SourceFaults {
    private static final Logger LOG = LoggerFactory.getLogger(SourceFaults.class);
    private static final String OURS = "io.audienceroutes.";
    private static final int SHOWN_FRAMES = 25;
    static final String STATE = "state-unavailable";
    static final String INTERNAL = "internal-error";
    static final String UNREACHABLE = "source-unreachable";
    static final String HOST_KEY = "host-key-changed";
    static final String ALGORITHMS = "source-algorithms-differ";
    static final String LOGIN = "source-login-refused";
    static final String FOLDER = "source-folder-missing";
    static final String ACCESS = "source-access-denied";
    static final String ARCHIVE = "source-archive-failed";
    static final String TOO_MANY = "source-too-many-files";

    /** JSch's messages for HTTP 407 of a proxy, and for a SOCKS5 proxy that accepts no offered login. */
    private static final List<String> PROXY_REFUSALS = List.of("proxy authentication required", "fail in socks5 proxy");

    /**
     * S3 error codes about the access key, not about its permissions; see "List of error codes" in Amazon's S3 API
     * reference.
     */
    private static final Set<String> KEY_CODES = Set.of(
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "ExpiredToken",
            "InvalidToken",
            "TokenRefreshRequired",
            "InvalidSecurity");

    private static final Map<String, String> WORDS =
            Map.of("keyExchange", "key exchange", "hostKey", "host key algorithm", "cipher", "cipher", "mac", "MAC");

    /** The end of JSch's message for a refused login. */
    private static final Pattern METHODS = Pattern.compile("for methods '([^']+)'");

    private static final int NO_MORE_METHODS = 14;
    private static final int ILLEGAL_USER = 15;
    private static final int LONGEST_PROPOSAL = 500;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final String place;

    /** For the source at this location, as named in messages. */
    SourceFaults(String place) {
        this.place = place;
    }

    /** An object that disappeared between listing and reading does not affect the others. */
    static boolean isAboutOneFile(Throwable exception) {
        return exception instanceof NoSuchKeyException;
    }

    SourceFault of(Throwable exception) {
        if (isInternal(exception)) {
            return internal(exception);
        }
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            Optional<SourceFault> known = known(cause);
            if (known.isPresent()) {
                return known.get();
            }
        }
        return unreachable(exception);
    }

    private Optional<SourceFault> known(Throwable cause) {
        if (cause instanceof SourceFault fault) {
            return Optional.of(fault);
        }
        if (cause instanceof PickUpSftp.TooManyFiles) {
            return Optional.of(tooMany(cause));
        }
        if (cause instanceof SecretMissing || cause instanceof SecretRefused) {
            return Optional.of(login(cause.getMessage(), cause));
        }
        if (cause instanceof SQLException) {
            return StateFaults.meaning(cause).map(meaning -> new SourceFault(STATE, meaning, false, cause));
        }
        if (cause instanceof SftpException refusal) {
            return sftp(refusal);
        }
        if (cause instanceof JSchException refusal) {
            return ssh(refusal);
        }
        if (cause instanceof S3Exception refusal) {
            return s3(refusal);
        }
        return cause instanceof SdkClientException refusal && says(refusal, "credentials")
                ? Optional.of(login("this machine has no suitable AWS credentials", refusal))
                : Optional.empty();
    }

    private Optional<SourceFault> sftp(SftpException refusal) {
        return switch (refusal.id) {
            case ChannelSftp.SSH_FX_NO_SUCH_FILE -> Optional.of(folderMissing(refusal));
            case ChannelSftp.SSH_FX_PERMISSION_DENIED -> Optional.of(accessDenied(refusal));
            default -> Optional.empty();
        };
    }

    private Optional<SourceFault> ssh(JSchException refusal) {
        if (refusal instanceof JSchHostKeyException) {
            return Optional.of(hostKey("the server presented a host key that is not in the known hosts", refusal));
        }
        if (refusal instanceof JSchProxyException) {
            return PROXY_REFUSALS.stream().anyMatch(words -> says(refusal, words))
                    ? Optional.of(login("the proxy refused its user and password", refusal))
                    : Optional.empty();
        }
        if (refusal instanceof JSchAlgoNegoFailException none) {
            return Optional.of(algorithms(none));
        }
        if (says(refusal, "auth fail")
                || says(refusal, "auth cancel")
                || says(refusal, "login trials exceed")
                || (refusal instanceof JSchSessionDisconnectException ended && isAboutLogin(ended))) {
            return Optional.of(login("the server refused user and password or key" + accepted(refusal), refusal));
        }
        boolean closedKey = says(refusal, "userauth fail")
                || says(refusal, "invalid privatekey")
                || says(refusal, "incorrect passphrase");
        return closedKey
                ? Optional.of(
                        login("the private key cannot be read, or cannot be decrypted with its passphrase", refusal))
                : Optional.empty();
    }

    /** The login methods that the server named when it refused: another one may be configured. */
    private static String accepted(JSchException refusal) {
        Matcher methods = METHODS.matcher(String.valueOf(refusal.getMessage()));
        return methods.find() ? " (it accepts " + safe(methods.group(1)) + ")" : "";
    }

    /** A server may close a connection instead of refusing another login; RFC 4253, section 11.1. */
    private static boolean isAboutLogin(JSchSessionDisconnectException ended) {
        return ended.getReasonCode() == NO_MORE_METHODS
                || ended.getReasonCode() == ILLEGAL_USER
                || String.valueOf(ended.getDescription())
                        .toLowerCase(Locale.ROOT)
                        .contains("authentication");
    }

    private SourceFault algorithms(JSchAlgoNegoFailException none) {
        String kind = none.getAlgorithmName();
        String key = kind.startsWith("kex")
                ? "keyExchange"
                : kind.startsWith("server_host_key") ? "hostKey" : kind.startsWith("cipher") ? "cipher" : "mac";
        String offered = safe(none.getServerProposal());
        return new SourceFault(
                ALGORITHMS,
                "Did not log in to " + place + ": this product and the server have no " + WORDS.get(key)
                        + " in common. The server offers " + offered
                        + ". Ask its administrator to enable a secure one, or allow"
                        + " one for this source only: algorithms: {" + key + ": [" + offered.split(",", 2)[0] + "]}.",
                true,
                none);
    }

    /** Text from a server reaches terminals and logs. */
    private static String safe(String proposal) {
        String printable = String.valueOf(proposal).replaceAll("[^A-Za-z0-9@.,_+-]", "?");
        return printable.substring(0, Math.min(LONGEST_PROPOSAL, printable.length()));
    }

    /**
     * An unexpected failure that is not a fault of the source or of a file: an {@link Error} or an unknown exception.
     * Our own exceptions are reported where they are thrown.
     */
    static boolean isInternal(Throwable exception) {
        Throwable root = exception;
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause.getClass().getName().startsWith(OURS)
                    || cause instanceof SdkException
                    || cause instanceof GenericFileOperationFailedException) {
                return false;
            }
            root = cause;
        }
        return root instanceof Error || root instanceof RuntimeException;
    }

    /** Whether an {@link Error} is the cause, after which the poll cannot continue. */
    static boolean hasError(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof Error) {
                return true;
            }
        }
        return false;
    }

    /** Such a one. */
    SourceFault internal(Throwable exception) {
        Throwable root = exception;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        LOG.error(
                "Unexpected {}{}",
                root.getClass().getName(),
                Arrays.stream(root.getStackTrace())
                        .limit(SHOWN_FRAMES)
                        .map(frame -> System.lineSeparator() + "    at " + frame)
                        .collect(Collectors.joining()));
        return new SourceFault(
                INTERNAL,
                "Polling " + place + " failed with an unexpected "
                        + root.getClass().getSimpleName()
                        + ": a fault of the product or of the machine. The poll is retried. Please report it with this text and the"
                        + " stack trace in the log.",
                false,
                exception);
    }

    /** The listing of a source does not finish. */
    SourceFault neverEnds(Duration limit) {
        return new SourceFault(
                UNREACHABLE,
                "Could not poll " + place + ": its listing did not finish within " + limit.toSeconds()
                        + " s. Check that the share or the server responds, and that the folder does not contain"
                        + " too many files. The timeout is sources.listing-timeout-ms.",
                false,
                null);
    }

    /** The source accepted a request, but did not respond. */
    SourceFault stalled(Duration limit, String setting) {
        return new SourceFault(
                UNREACHABLE,
                "The transfer from " + place + " was aborted: the source listed its files, but then sent no data for "
                        + limit.toSeconds()
                        + " s. Files that were not received stay there and are picked up"
                        + " later. Check that the share or the server is healthy. The timeout is " + setting + ".",
                false,
                null);
    }

    private SourceFault tooMany(Throwable cause) {
        return new SourceFault(
                TOO_MANY,
                String.format(
                        Locale.ROOT,
                        "Could not poll %s: it contains more than %,d files, the most that one poll can handle."
                                + " Move files that are not to be delivered elsewhere, or use a separate folder for"
                                + " the segment files.",
                        place,
                        PickUpSftp.MOST_FILES),
                true,
                cause);
    }

    /** A refused login with a key whose signature algorithm an old server does not support. */
    SourceFault withOldSignature(SourceFault refused) {
        return new SourceFault(
                LOGIN,
                refused.getMessage()
                        + " If the server is too old for RSA signatures with SHA-2, allow SHA-1 for this source"
                        + " only, with: algorithms: {hostKey: [ssh-rsa]}.",
                true,
                refused);
    }

    private Optional<SourceFault> s3(S3Exception refusal) {
        String code = Optional.ofNullable(refusal.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElse("");
        if (KEY_CODES.contains(code)) {
            return Optional.of(login("the store refused the access key (" + code + ")", refusal));
        }
        if (refusal.statusCode() == NOT_FOUND) {
            return Optional.of(folderMissing(refusal));
        }
        return refusal.statusCode() == FORBIDDEN ? Optional.of(accessDenied(refusal)) : Optional.empty();
    }

    SourceFault login(String why, Throwable cause) {
        return new SourceFault(
                LOGIN,
                "Could not log in to " + place + ": " + why
                        + ". Correct the secret or the key; it is read again at each attempt.",
                true,
                cause);
    }

    SourceFault hostKey(String why, Throwable cause) {
        return new SourceFault(
                HOST_KEY,
                "Did not log in to " + place + ": " + why
                        + ". Before you change the known host key, ask the"
                        + " server's administrator for its fingerprint through another channel.",
                true,
                cause);
    }

    SourceFault folderMissing(Throwable cause) {
        return new SourceFault(
                FOLDER,
                "Could not poll " + place + ": there is no such folder or bucket. Create it, mount it, or correct the"
                        + " destination.",
                true,
                cause);
    }

    SourceFault accessDenied(Throwable cause) {
        return new SourceFault(
                ACCESS,
                "Could not poll " + place
                        + ": access was denied. Allow this user to list, read and remove files there.",
                true,
                cause);
    }

    SourceFault archiveFailed(String archive, Throwable cause) {
        return new SourceFault(
                ARCHIVE,
                "Could not archive the received files of " + place + " to " + archive + ": " + kind(cause)
                        + ". No other file is picked up until this works. Create the folder, and allow this user to write there.",
                true,
                cause);
    }

    private SourceFault unreachable(Throwable exception) {
        return new SourceFault(
                UNREACHABLE,
                "Could not poll " + place + ": unexpected response (" + kind(exception)
                        + "). Check that it is running and that this machine can reach it.",
                false,
                exception);
    }

    /** The type is sufficient: a library's message may quote data. */
    private static String kind(Throwable exception) {
        Throwable root = exception;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }

    private static boolean says(Throwable refusal, String words) {
        return String.valueOf(refusal.getMessage()).toLowerCase(Locale.ROOT).contains(words);
    }
}
