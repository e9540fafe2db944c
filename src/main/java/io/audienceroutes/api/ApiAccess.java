package io.audienceroutes.api;

import io.audienceroutes.credential.PrivateFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.apache.camel.Header;

/**
 * Who may call the API: whoever can read its token file, which is made at the first start for this user alone. Called by
 * the routes of the API.
 */
public final class ApiAccess {
    private static final String FILE = "api.token";
    private static final String SCHEME = "Bearer ";
    private static final int TOKEN_BYTES = 32;

    private final PrivateFile file;

    /** @param secrets the secrets directory, where the token file lies */
    public ApiAccess(Path secrets) {
        this.file = new PrivateFile(secrets.resolve(FILE));
    }

    /** Makes the token file where there is none, and answers where it lies. */
    public Path prepare() {
        if (file.read().isEmpty()) {
            byte[] bytes = new byte[TOKEN_BYTES];
            new SecureRandom().nextBytes(bytes);
            file.createIfMissing(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        }
        return file.path();
    }

    /** Lets a call pass that carries the token, as it is in the file now. */
    public void requireBearer(@Header("Authorization") String authorization) {
        byte[] expected = file.read().map(ApiAccess::bytes).orElse(new byte[0]);
        boolean right = expected.length > 0
                && authorization != null
                && authorization.startsWith(SCHEME)
                && MessageDigest.isEqual(expected, bytes(authorization.substring(SCHEME.length())));
        if (!right) {
            throw new ApiRefused("This call needs the header 'Authorization: Bearer TOKEN', with the token of the file "
                    + file.path().getFileName() + " in the secrets directory.");
        }
    }

    private static byte[] bytes(String text) {
        return text.strip().getBytes(StandardCharsets.UTF_8);
    }
}
