package io.audienceroutes.credential;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The keys in force: the first encrypts, every one decrypts. AES-256-GCM by Tink, with the credential's id and the
 * field's name as associated data, so that a value moved to another row or column does not open.
 */
final class KeyRing {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private final List<MasterKey> keys;
    private final Aead aead;

    /** @param keys at least one; the first one encrypts */
    KeyRing(List<MasterKey> keys) {
        this.keys = List.copyOf(keys);
        try {
            AeadConfig.register();
            this.aead = handle(this.keys).getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not available on this Java platform", e);
        }
    }

    List<MasterKey> keys() {
        return keys;
    }

    MasterKey primary() {
        return keys.get(0);
    }

    String seal(String credentialId, String field, String plain) {
        try {
            byte[] sealed = aead.encrypt(plain.getBytes(StandardCharsets.UTF_8), bound(credentialId, field));
            return Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A secret could not be encrypted", e);
        }
    }

    /** The plain text, or empty when none of the keys made this value for this field of this credential. */
    Optional<String> open(String credentialId, String field, String sealed) {
        try {
            byte[] plain = aead.decrypt(Base64.getDecoder().decode(sealed), bound(credentialId, field));
            return Optional.of(new String(plain, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] bound(String credentialId, String field) {
        return (credentialId + ":" + field).getBytes(StandardCharsets.UTF_8);
    }

    private static KeysetHandle handle(List<MasterKey> keys) throws GeneralSecurityException {
        KeysetHandle.Builder builder = KeysetHandle.newBuilder();
        boolean first = true;
        for (MasterKey key : keys) {
            KeysetHandle.Builder.Entry entry =
                    KeysetHandle.importKey(aesKey(key)).withFixedId(key.id());
            builder.addEntry(first ? entry.makePrimary() : entry);
            first = false;
        }
        return builder.build();
    }

    @AccessesPartialKey
    private static AesGcmKey aesKey(MasterKey key) throws GeneralSecurityException {
        AesGcmParameters parameters = AesGcmParameters.builder()
                .setKeySizeBytes(MasterKey.BYTES)
                .setIvSizeBytes(NONCE_BYTES)
                .setTagSizeBytes(TAG_BYTES)
                .setVariant(AesGcmParameters.Variant.TINK)
                .build();
        return AesGcmKey.builder()
                .setParameters(parameters)
                .setKeyBytes(SecretBytes.copyFrom(key.bytes(), InsecureSecretKeyAccess.get()))
                .setIdRequirement(key.id())
                .build();
    }
}
