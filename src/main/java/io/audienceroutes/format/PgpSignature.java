package io.audienceroutes.format;

import java.util.Optional;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPOnePassSignature;
import org.bouncycastle.openpgp.PGPOnePassSignatureList;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/** The signature of a message by a configured signer, verified while its text is read. */
final class PgpSignature {
    private final Optional<PGPOnePassSignature> announced;
    private final Optional<PGPSignature> before;

    private PgpSignature(Optional<PGPOnePassSignature> announced, Optional<PGPSignature> before) {
        this.announced = announced;
        this.before = before;
    }

    /** For a message that is not signed, or not by a configured signer. */
    static PgpSignature none() {
        return new PgpSignature(Optional.empty(), Optional.empty());
    }

    /** Announced before the text; the signature itself follows it. */
    static PgpSignature announced(PGPOnePassSignatureList signatures, PgpKeys keys) throws PGPException {
        for (PGPOnePassSignature signature : signatures) {
            Optional<PGPPublicKey> signer = keys.signer(signature.getKeyID());
            if (signer.isPresent() && isOfDocument(signature.getSignatureType())) {
                signature.init(new BcPGPContentVerifierBuilderProvider(), signer.get());
                return new PgpSignature(Optional.of(signature), Optional.empty());
            }
        }
        return none();
    }

    /** Before the text, as written by old programs. */
    static PgpSignature before(PGPSignatureList signatures, PgpKeys keys) throws PGPException {
        for (PGPSignature signature : signatures) {
            Optional<PGPPublicKey> signer = keys.signer(signature.getKeyID());
            if (signer.isPresent() && isOfDocument(signature.getSignatureType())) {
                signature.init(new BcPGPContentVerifierBuilderProvider(), signer.get());
                return new PgpSignature(Optional.empty(), Optional.of(signature));
            }
        }
        return none();
    }

    boolean isOfASigner() {
        return announced.isPresent() || before.isPresent();
    }

    void update(byte[] bytes, int offset, int length) {
        announced.ifPresent(signature -> signature.update(bytes, offset, length));
        before.ifPresent(signature -> signature.update(bytes, offset, length));
    }

    /** Whether it matches the completely read text; {@code behind} are the signatures after the text. */
    boolean holds(Optional<PGPSignatureList> behind) throws PGPException {
        if (before.isPresent()) {
            return before.get().verify();
        }
        if (announced.isEmpty() || behind.isEmpty()) {
            return false;
        }
        for (PGPSignature signature : behind.get()) {
            if (signature.getKeyID() == announced.get().getKeyID()
                    && announced.get().verify(signature)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfDocument(int type) {
        return type == PGPSignature.BINARY_DOCUMENT || type == PGPSignature.CANONICAL_TEXT_DOCUMENT;
    }
}
