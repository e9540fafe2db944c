package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.audienceroutes.format.CharacterSet;
import io.audienceroutes.format.Delimiter;
import io.audienceroutes.format.FileFormat;
import io.audienceroutes.format.FileFormat.Decryption;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** A file format in its destination file and its stored form. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record FormatKeys(String kind, String delimiter, Boolean header, String characterSet, PgpKeys pgp) {
    static FormatKeys of(FileFormat format) {
        return new FormatKeys(
                format.kind().map(FileFormat.Kind::id).orElse(null),
                format.delimiter().map(Delimiter::id).orElse(null),
                format.header(),
                format.characterSet().map(CharacterSet::label).orElse(null),
                format.decryption().map(PgpKeys::of).orElse(null));
    }

    FileFormat toFormat() {
        return new FileFormat(
                named(FileFormat.Kind.values(), FileFormat.Kind::id, kind),
                named(Delimiter.values(), Delimiter::id, delimiter),
                Optional.ofNullable(header).orElse(true),
                named(CharacterSet.values(), CharacterSet::label, characterSet),
                Optional.ofNullable(pgp).map(PgpKeys::toDecryption));
    }

    private static <T> Optional<T> named(T[] values, Function<T, String> nameOf, String name) {
        return Arrays.stream(values)
                .filter(value -> nameOf.apply(value).equals(name))
                .findFirst();
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record PgpKeys(String privateKeyFile, String passphraseSecret, String signersFile) {
        static PgpKeys of(Decryption decryption) {
            return new PgpKeys(
                    decryption.privateKeyFile(),
                    decryption.passphraseSecret().orElse(null),
                    decryption.signersFile().orElse(null));
        }

        Decryption toDecryption() {
            return new Decryption(
                    privateKeyFile, Optional.ofNullable(passphraseSecret), Optional.ofNullable(signersFile));
        }
    }
}
