package io.audienceroutes.people;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Which passwords are accepted, and how they are hashed and checked. A hash takes 19 MiB and tens of milliseconds: few
 * are computed at a time, and callers wait in the order in which they came. Not for threads that must not wait.
 */
public final class Passwords {
    /** In characters. */
    public static final int SHORTEST = 12;

    public static final int LONGEST = 128;

    private static final int AT_A_TIME = 2;
    private static final int PATIENCE_SECONDS = 10;

    private final SecureRandom random;
    private final Semaphore places = new Semaphore(AT_A_TIME, true);
    /** Checked for names that nobody has, so that the answer takes as long. */
    private final PasswordHash nobodys = PasswordHash.ofNobody();

    public Passwords(SecureRandom random) {
        this.random = random;
    }

    /** Raises what is wrong with this password for the person of this name. */
    void requireAcceptable(char[] password, String name) {
        int length = Character.codePointCount(password, 0, password.length);
        if (length < SHORTEST || length > LONGEST) {
            throw refused("The password has " + length + " characters. It needs " + SHORTEST + " to " + LONGEST + ".");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(CharBuffer.wrap(password)) || hasControls(password)) {
            throw refused("The password contains characters that cannot be typed everywhere, such as control"
                    + " characters. Use letters, digits, spaces and signs.");
        }
        String text = new String(password);
        if (text.strip().toLowerCase(Locale.ROOT).equals(name)) {
            throw refused("The password is the name of the person. Choose another one.");
        }
        if (new CommonPasswords().contain(text)) {
            throw refused("The password is one that many people use, or one of these with digits or signs around it,"
                    + " and would be guessed. Choose another one, for example four or more unrelated words.");
        }
    }

    /** The hash of a password, to be kept. */
    String hash(char[] password) {
        return withBytes(
                password, bytes -> atPlace(() -> PasswordHash.of(bytes, salt()).phc()));
    }

    /** Whether the password is the one whose hash is kept. Takes as long where none is kept. */
    boolean matches(char[] password, Optional<String> kept) {
        PasswordHash hash = kept.map(PasswordHash::parse).orElse(nobodys);
        boolean same = withBytes(password, bytes -> atPlace(() -> hash.matches(bytes)));
        return same && kept.isPresent();
    }

    /** Whether a hash is to be recreated because the parameters were raised since. */
    static boolean outdated(String kept) {
        return PasswordHash.parse(kept).outdated();
    }

    private byte[] salt() {
        byte[] salt = new byte[PasswordHash.SALT_BYTES];
        random.nextBytes(salt);
        return salt;
    }

    private <T> T atPlace(Supplier<T> work) {
        try {
            if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    private static <T> T withBytes(char[] password, Function<byte[], T> work) {
        // A text longer than any password is cut: it matches none anyway, and need not cost more
        char[] some = password.length > 2 * LONGEST + 1 ? Arrays.copyOf(password, 2 * LONGEST + 1) : password;
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(oneForm(some));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        encoded.rewind();
        while (encoded.hasRemaining()) {
            encoded.put((byte) 0);
        }
        try {
            return work.apply(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Keyboards differ in how they compose accents. */
    private static CharBuffer oneForm(char[] password) {
        CharBuffer text = CharBuffer.wrap(password);
        return Normalizer.isNormalized(text, Normalizer.Form.NFC)
                ? text
                : CharBuffer.wrap(Normalizer.normalize(text, Normalizer.Form.NFC));
    }

    private static boolean hasControls(char[] password) {
        for (char character : password) {
            if (Character.isISOControl(character)) {
                return true;
            }
        }
        return false;
    }

    private static PeopleRefused refused(String why) {
        return new PeopleRefused(PeopleRefused.Kind.PASSWORD_NOT_ACCEPTED, why);
    }

    private static PeopleRefused busy() {
        return new PeopleRefused(
                PeopleRefused.Kind.BUSY, "Too many people log in at this moment. Try again in a minute.");
    }
}
