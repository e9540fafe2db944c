package io.audienceroutes.segment;

/**
 * How an e-mail address is normalised before hashing.
 *
 * <p>TikTok's help page of September 2025 ("How to create a Custom Audience with a customer file") asks for no more
 * than {@link #PLAIN}; its older API notes ("Email Specific Normalization") ask for {@link #STRIP}. The two give
 * different digests for an address with a dot or a plus sign in its local part, and the same for every other.
 */
public enum EmailRule {
    /** Trim and lower-case: {@code Jane.Doe+news@Example.com} becomes {@code jane.doe+news@example.com}. */
    PLAIN,
    /** As {@link #PLAIN}, then without {@code +tag} and dots in the local part: {@code janedoe@example.com}. */
    STRIP,
    /** Each address under both rules where they differ: two identifiers for one cell. */
    BOTH
}
