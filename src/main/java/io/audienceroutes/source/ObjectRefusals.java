package io.audienceroutes.source;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects of one look that the store lists and does not hand out: archived ones, those of another owner, or encrypted with
 * a key that may not be used. They are left alone, each with its reason. Only where several are denied, all of them are new,
 * and none can be opened, the source denies access as a whole.
 */
final class ObjectRefusals {
    private static final String ARCHIVED = "InvalidObjectState";
    private static final String DENIED = "AccessDenied";
    private static final String KEYS = "KMS.";

    /** What is denied after so many and no other was opened is not tried any more in this look. */
    private static final int MOST_DENIED = 100;

    private final SourceLook look;
    private final Map<String, String> known = new HashMap<>();
    private final Map<S3Object, S3Exception> denied = new LinkedHashMap<>();
    private boolean opened;

    ObjectRefusals(SourceLook look) {
        this.look = look;
    }

    /** Whether a store that answers so to a request for one object may hand out others. */
    static boolean isAboutOneObject(S3Exception refusal) {
        String code = codeOf(refusal);
        return code.equals(ARCHIVED) || code.equals(DENIED) || code.startsWith(KEYS);
    }

    void begin() {
        denied.clear();
        opened = false;
    }

    /** An object was opened: the source lets this user in. */
    void opened() {
        opened = true;
        tell();
    }

    /** This one is not handed out. Raises where the source as a whole denies access. */
    void refused(S3Object object, S3Exception refusal) {
        if (!codeOf(refusal).equals(DENIED)) {
            leaveAlone(object, refusal);
        } else if (opened || object.eTag().equals(known.get(object.key()))) {
            leaveAlone(object, refusal);
        } else {
            denied.put(object, refusal);
            requireAccess(MOST_DENIED);
        }
    }

    /** There is no further object in this look. */
    void ended() {
        requireAccess(2);
        tell();
    }

    private void requireAccess(int few) {
        if (denied.size() >= few) {
            throw denied.values().iterator().next();
        }
    }

    private void tell() {
        denied.forEach(this::leaveAlone);
        denied.clear();
    }

    private void leaveAlone(S3Object object, S3Exception refusal) {
        known.put(object.key(), object.eTag());
        look.leaveAlone(object.key().substring(object.key().lastIndexOf('/') + 1), reason(object, refusal));
    }

    private static String reason(S3Object object, S3Exception refusal) {
        String code = codeOf(refusal);
        if (code.equals(ARCHIVED)) {
            return "the store keeps it archived (" + object.storageClassAsString()
                    + ") and does not hand it out: restore it, or have it written in a class that can be read at once";
        }
        return code.equals(DENIED)
                ? "the store lets this user list it and not read it (AccessDenied): check the object's owner and ACL, and"
                        + " the key that it is encrypted with"
                : "the key that it is encrypted with cannot be used (" + code + ")";
    }

    private static String codeOf(S3Exception refusal) {
        return Optional.ofNullable(refusal.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElse("");
    }
}
