package io.audienceroutes.credential;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/** The files of the secrets directory: one secret per file, with or without a trailing line break. */
record SecretFiles(Path directory) {
    private static final int MAX_BYTES = 16 * 1024;

    /** The secret in this file, or empty when there is no such file. Read again at each call. */
    Optional<String> read(String fileName) {
        Path file = directory.resolve(fileName);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            requirePrivate(file);
            return Optional.of(requireOneLine(file, decode(file, firstBytes(file))));
        } catch (IOException e) {
            throw new SecretRefused(
                    "Cannot read the secret file " + file + ": it must be a file that this process may read", e);
        }
    }

    private static void requirePrivate(Path file) throws IOException {
        // Without POSIX modes (Windows), access control lists have no simple "everyone may read"
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ)) {
            throw new SecretRefused("Cannot use the secret file " + file
                    + ": every user of this machine may read it. Remove that permission with: chmod o-rwx " + file);
        }
    }

    private static byte[] firstBytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new SecretRefused("Cannot use the secret file " + file + ": a secret has at most " + MAX_BYTES
                        + " bytes, this file has more");
            }
            return bytes;
        }
    }

    private static String decode(Path file, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SecretRefused("Cannot use the secret file " + file + ": it is not UTF-8 text", e);
        }
    }

    private static String requireOneLine(Path file, String text) {
        String secret = text.strip();
        if (secret.isEmpty() || secret.chars().anyMatch(Character::isISOControl)) {
            throw new SecretRefused("Cannot use the secret file " + file + ": expected one line of text, found "
                    + (secret.isEmpty() ? "nothing" : "line breaks or control characters"));
        }
        return secret;
    }
}
