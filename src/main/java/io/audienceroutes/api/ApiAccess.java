package io.audienceroutes.api;

import io.audienceroutes.credential.PrivateFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.apache.camel.Header;

/**
 * Controls access to the API: a caller needs the token from the token file, which is created at the first start and
 * readable only by this user. Called by the routes of the API.
 */
public final class ApiAccess {
    private static final String FILE = "api.token";
    private static final String SCHEME = "Bearer ";
    private static final int TOKEN_BYTES = 32;

    private final PrivateFile file;

    /**
     * @param secrets the secrets directory, which contains the token file
     */
    public ApiAccess(Path secrets) {
        this.file = new PrivateFile(secrets.resolve(FILE));
    }

    /** Creates the token file if it does not exist, and returns its path. */
    public Path prepare() {
        if (file.read().isEmpty()) {
            byte[] bytes = new byte[TOKEN_BYTES];
            new SecureRandom().nextBytes(bytes);
            file.createIfMissing(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        }
        return file.path();
    }

    /** Accepts a call that has the token currently in the file. */
    public void requireBearer(@Header("Authorization") String authorization) {
        byte[] expected = file.read().map(ApiAccess::bytes).orElse(new byte[0]);
        boolean right = expected.length > 0
                && authorization != null
                && authorization.startsWith(SCHEME)
                && MessageDigest.isEqual(expected, bytes(authorization.substring(SCHEME.length())));
        if (!right) {
            throw new ApiRefused(
                    "This call requires the header 'Authorization: Bearer TOKEN', with the token from the file "
                            + file.path().getFileName() + " in the secrets directory.");
        }
    }

    private static byte[] bytes(String text) {
        return text.strip().getBytes(StandardCharsets.UTF_8);
    }
}
