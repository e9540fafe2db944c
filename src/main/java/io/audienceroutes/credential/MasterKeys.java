package io.audienceroutes.credential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The source of the master key: the environment variable {@value #VARIABLE}, or the setting for a vault; otherwise the
 * file {@code master.key} in the secrets directory, which is created with the first stored secret. The file contains a
 * second key during a rotation.
 */
public final class MasterKeys {
    /** The variable with the key. */
    public static final String VARIABLE = "AUDIENCE_ROUTES_MASTER_KEY";

    /** The variable with the previous key, during a rotation. */
    public static final String PREVIOUS_VARIABLE = "AUDIENCE_ROUTES_PREVIOUS_MASTER_KEY";

    private static final String FILE = "master.key";

    private final PrivateFile file;
    private final Supplier<Optional<String>> given;
    private final Supplier<Optional<String>> previous;
    private final SecureRandom random = new SecureRandom();
    private Optional<KeyRing> ring = Optional.empty();
    private String version = "";

    /**
     * @param secrets the secrets directory
     * @param given the key from the environment or a vault, if any
     * @param previous the key before that one
     */
    public MasterKeys(Path secrets, Supplier<Optional<String>> given, Supplier<Optional<String>> previous) {
        this.file = new PrivateFile(secrets.resolve(FILE));
        this.given = given;
        this.previous = previous;
    }

    /** Whether the key is external, so that this product cannot change it. */
    synchronized boolean fromOutside() {
        return given().isPresent();
    }

    /** The current keys; empty if there is no key yet. The file is read again whenever it was replaced. */
    synchronized Optional<KeyRing> find() {
        Optional<String> outside = given();
        if (outside.isPresent()) {
            if (ring.isEmpty()) {
                ring = Optional.of(outside(outside.get()));
            }
            return ring;
        }
        String now = versionOfFile();
        if (!now.equals(version) || ring.isEmpty()) {
            ring = file.read().map(this::parse);
            version = now;
        }
        return ring;
    }

    /** The current keys; the file is created if it does not exist. */
    synchronized KeyRing orNew() {
        return find().orElseGet(() -> {
            file.createIfMissing(MasterKey.random(random).text());
            return find().orElseThrow(() ->
                    new SecretRefused("Cannot read the key file " + file.path() + " that was just created"));
        });
    }

    /** First step of a rotation: a new key encrypts from now on, and the old ones can still decrypt. */
    synchronized KeyRing beginRotation() {
        List<MasterKey> before = orNew().keys();
        // An interrupted rotation left both keys: it continues with the newer one
        if (before.size() == 1) {
            write(List.of(MasterKey.random(random), before.get(0)));
        }
        return orNew();
    }

    /** Last step: only the new key is kept. */
    synchronized void endRotation() {
        write(List.of(orNew().primary()));
    }

    /** Whether there is a key; one is made with the first credential. */
    synchronized boolean exist() {
        return find().isPresent();
    }

    /** Where the key is stored, for people. */
    public synchronized String place() {
        return fromOutside()
                ? "from the environment or configuration (" + VARIABLE + " or encryption.secret)"
                : "file " + file.path();
    }

    private Optional<String> given() {
        return given.get().filter(text -> !text.isBlank());
    }

    private KeyRing outside(String text) {
        MasterKey primary = MasterKey.parse(text, VARIABLE + " or encryption.secret");
        Stream<MasterKey> older = previous.get().filter(old -> !old.isBlank()).stream()
                .map(old -> MasterKey.parse(old, PREVIOUS_VARIABLE + " or encryption.previous.secret"));
        return new KeyRing(Stream.concat(Stream.of(primary), older).distinct().toList());
    }

    private KeyRing parse(String text) {
        return new KeyRing(Arrays.stream(text.split(" ", -1))
                .map(key -> MasterKey.parse(key, "the file " + file.path()))
                .toList());
    }

    private void write(List<MasterKey> keys) {
        file.replace(keys.stream().map(MasterKey::text).collect(Collectors.joining(" ")));
    }

    /** Each rotation creates a new file, which its inode number distinguishes from the previous one. */
    private String versionOfFile() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file.path(), BasicFileAttributes.class);
            return attributes.fileKey() + " " + attributes.lastModifiedTime() + " " + attributes.size();
        } catch (NoSuchFileException e) {
            return "none";
        } catch (IOException e) {
            throw new UncheckedIOException("The key file " + file.path() + " cannot be inspected", e);
        }
    }
}
