package io.audienceroutes.segment;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Self-test from row to digest, with known values. Runs at startup, before any file is picked up: wrong digests would
 * match nobody, and nothing else would reveal it.
 */
public final class KnownAnswers {
    /** TikTok's own sample, from its help page "How to create a Custom Audience with a customer file". */
    private static final String EMAIL_DIGEST = "d6117306485ed0e50afab3ac871e98f81699151f30281527d63ff5f233656c69";

    /** {@code +442071838750}, the number in TikTok's help page "Customer File", with its plus sign. */
    private static final String PHONE_DIGEST = "e631c2534428c6c9b48c2167604a8983046085e43a2c00ed748733c544c0bb4d";

    private KnownAnswers() {}

    /** Throws {@link IllegalStateException} if a known value does not have its known digest. */
    public static void require() {
        List<String> row = List.of(" Jane.Doe+News@GMail.com ", "+44 (0)20 7183 8750");
        PreparationRules rules = new PreparationRules(
                Set.of(IdentifierType.EMAIL, IdentifierType.PHONE),
                IdentifierColumns.usual(),
                EmailRule.STRIP,
                Optional.empty());
        PreparedChunk prepared = new RowPreparation(rules, List.of("email", "phone"))
                .prepare(new RowChunk(0, new long[] {2}, List.of(row)));
        require("janedoe@gmail.com", EMAIL_DIGEST, prepared.digests().get(DigestType.EMAIL_SHA256));
        require("+442071838750", PHONE_DIGEST, prepared.digests().get(DigestType.PHONE_SHA256));
    }

    private static void require(String value, String expected, byte[] digest) {
        String found = HexFormat.of().formatHex(digest);
        if (!found.equals(expected)) {
            throw new IllegalStateException("The self-test of hashing failed: the digest of " + value + " is "
                    + (found.isEmpty() ? "missing" : found) + ", expected " + expected
                    + ". Nothing is delivered. Use another Java runtime or another build.");
        }
    }
}
