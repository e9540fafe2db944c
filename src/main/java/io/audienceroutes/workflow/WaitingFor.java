package io.audienceroutes.workflow;

/** What a waiting workflow waits for. */
public enum WaitingFor {
    /** A rate limit: resumes at its {@code resumeAt}. */
    RATE("a rate limit"),
    /** TikTok: an outage, or an audience that is not ready yet; resumes at its {@code resumeAt}. */
    TIKTOK("TikTok"),
    /** The workflow that holds its audience, or a free runner. */
    TURN("its turn"),
    /** The sample of its list. */
    SAMPLE("its sample"),
    /** An approval. */
    APPROVAL("an approval"),
    /** Another file. */
    FILE("a file");

    private final String words;

    WaitingFor(String words) {
        this.words = words;
    }

    /** The text after "waiting for". */
    public String words() {
        return words;
    }
}
