package io.audienceroutes.format;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The configured format of a destination's segment files. Empty parts are detected in each file.
 *
 * @param header whether the first record names the columns; otherwise they are named by position, from 1
 * @param decryption how to decrypt files; if set, a file that is not encrypted is refused
 */
public record FileFormat(
        Optional<Kind> kind,
        Optional<Delimiter> delimiter,
        boolean header,
        Optional<CharacterSet> characterSet,
        Optional<Decryption> decryption) {
    public FileFormat {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(delimiter, "delimiter");
        Objects.requireNonNull(characterSet, "characterSet");
        Objects.requireNonNull(decryption, "decryption");
    }

    /** Everything is detected, and the first record names the columns. */
    public static FileFormat detected() {
        return new FileFormat(Optional.empty(), Optional.empty(), true, Optional.empty(), Optional.empty());
    }

    /** The kind of records in a text file. */
    public enum Kind {
        CSV,
        JSON_LINES;

        /** The name in settings. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * The keys that decrypt OpenPGP messages. Paths are relative to the bundle's folder.
     *
     * @param privateKeyFile a file of private keys, armoured or binary
     * @param passphraseSecret the name of the secret with the passphrase of the private keys, if they have one
     * @param signersFile a file of public keys, one of which must have signed; if empty, no signature is required
     */
    public record Decryption(String privateKeyFile, Optional<String> passphraseSecret, Optional<String> signersFile) {
        public Decryption {
            Objects.requireNonNull(privateKeyFile, "privateKeyFile");
            Objects.requireNonNull(passphraseSecret, "passphraseSecret");
            Objects.requireNonNull(signersFile, "signersFile");
        }
    }
}
