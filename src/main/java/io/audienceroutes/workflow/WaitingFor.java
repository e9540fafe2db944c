package io.audienceroutes.workflow;

/** What a waiting workflow waits for. */
public enum WaitingFor {
    /** A rate limit: goes on at its {@code resumeAt}. */
    RATE("a rate limit"),
    /** TikTok: an outage, or an audience that is not ready yet; goes on at its {@code resumeAt}. */
    TIKTOK("TikTok"),
    /** The workflow that holds its audience, or a free runner. */
    TURN("its turn"),
    /** The sample that goes before its list. */
    SAMPLE("its sample"),
    /** A person's approval. */
    APPROVAL("an approval"),
    /** Another file. */
    FILE("a file");

    private final String words;

    WaitingFor(String words) {
        this.words = words;
    }

    /** What people read after "waiting for". */
    public String words() {
        return words;
    }
}
