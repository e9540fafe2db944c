package io.audienceroutes.format;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How a destination's segment files are written, as far as its settings say so. What is empty is detected in each file.
 *
 * @param header whether the first record names the columns; without it they are named by position, from 1
 * @param decryption how to open encrypted files; with it, a file that is not encrypted is refused
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

    /** What the records of a text file are. */
    public enum Kind {
        CSV,
        JSON_LINES;

        /** The name by which settings call it. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * The keys that open OpenPGP messages. Paths are relative to the bundle's folder.
     *
     * @param privateKeyFile a file of private keys, armoured or binary
     * @param passphraseSecret the name of the secret that opens the private keys, where they are closed
     * @param signersFile a file of public keys, one of which must have signed; without it no signature is asked for
     */
    public record Decryption(String privateKeyFile, Optional<String> passphraseSecret, Optional<String> signersFile) {
        public Decryption {
            Objects.requireNonNull(privateKeyFile, "privateKeyFile");
            Objects.requireNonNull(passphraseSecret, "passphraseSecret");
            Objects.requireNonNull(signersFile, "signersFile");
        }
    }
}
