package io.audienceroutes.source;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects of one poll that the store lists but does not return: archived ones, those of another owner, or encrypted
 * with a key that may not be used. They are skipped, each with its reason. Only if several new ones are denied and none
 * can be opened, the source counts as denying access.
 */
final class ObjectRefusals {
    private static final String ARCHIVED = "InvalidObjectState";
    private static final String DENIED = "AccessDenied";
    private static final String KEYS = "KMS.";

    /** After this many denials without an opened object, no further one is tried in this poll. */
    private static final int MOST_DENIED = 100;

    private final SourceLook look;
    private final Map<String, String> known = new HashMap<>();
    private final Map<S3Object, S3Exception> denied = new LinkedHashMap<>();
    private boolean opened;

    ObjectRefusals(SourceLook look) {
        this.look = look;
    }

    /** Whether a store with this response for one object may still return others. */
    static boolean isAboutOneObject(S3Exception refusal) {
        String code = codeOf(refusal);
        return code.equals(ARCHIVED) || code.equals(DENIED) || code.startsWith(KEYS);
    }

    void begin() {
        denied.clear();
        opened = false;
    }

    /** An object was opened: the source grants access. */
    void opened() {
        opened = true;
        tell();
    }

    /** This object is refused. Throws if the source as a whole denies access. */
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

    /** There is no further object in this poll. */
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
            return "the store has archived it (" + object.storageClassAsString()
                    + ") and does not return it: restore it, or write it in a storage class that can be read at once";
        }
        return code.equals(DENIED)
                ? "this user may list it, but not read it (AccessDenied): check the object's owner and"
                        + " ACL, and its encryption key"
                : "its encryption key cannot be used (" + code + ")";
    }

    private static String codeOf(S3Exception refusal) {
        return Optional.ofNullable(refusal.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElse("");
    }
}
