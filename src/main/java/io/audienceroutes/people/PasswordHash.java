package io.audienceroutes.people;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.util.Arrays;

/** An Argon2id hash in the PHC string format, which names its parameters: older hashes stay valid when these are raised. */
final class PasswordHash {
    /**
     * 19 MiB, 2 passes, 1 lane: the Argon2id parameters of the OWASP Password Storage Cheat Sheet
     * (https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html).
     */
    private static final int MEMORY_KIB = 19 * 1024;

    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int DIGEST_BYTES = 32;

    static final int SALT_BYTES = 16;

    private static final Pattern PHC = Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
            + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    private final int memoryKib;
    private final int passes;
    private final int lanes;
    private final byte[] salt;
    private final byte[] digest;

    private PasswordHash(int memoryKib, int passes, int lanes, byte[] salt, byte[] digest) {
        this.memoryKib = memoryKib;
        this.passes = passes;
        this.lanes = lanes;
        this.salt = salt;
        this.digest = digest;
    }

    /** A hash of nothing, which takes as long to check as that of a password. */
    static PasswordHash ofNobody() {
        return new PasswordHash(MEMORY_KIB, PASSES, LANES, new byte[SALT_BYTES], new byte[DIGEST_BYTES]);
    }

    /** The hash of a password, with the parameters of today. */
    static PasswordHash of(byte[] password, byte[] salt) {
        return new PasswordHash(
                MEMORY_KIB, PASSES, LANES, salt, compute(password, MEMORY_KIB, PASSES, LANES, salt, DIGEST_BYTES));
    }

    static PasswordHash parse(String phc) {
        Matcher parts = PHC.matcher(phc);
        if (!parts.matches()) {
            throw new IllegalStateException("A stored password hash is not in the PHC format of Argon2id");
        }
        return new PasswordHash(
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)),
                Base64.getDecoder().decode(parts.group(4)),
                Base64.getDecoder().decode(parts.group(5)));
    }

    boolean matches(byte[] password) {
        return Arrays.constantTimeAreEqual(digest, compute(password, memoryKib, passes, lanes, salt, digest.length));
    }

    /** Whether it was made with other parameters than those of today. */
    boolean outdated() {
        return memoryKib != MEMORY_KIB || passes != PASSES || lanes != LANES;
    }

    String phc() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + memoryKib + ",t=" + passes + ",p=" + lanes + "$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(digest);
    }

    @Override
    public String toString() {
        return "password hash";
    }

    private static byte[] compute(byte[] password, int memoryKib, int passes, int lanes, byte[] salt, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] digest = new byte[length];
        generator.generateBytes(password, digest);
        return digest;
    }
}
