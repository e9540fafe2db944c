package io.audienceroutes.catalog;

import java.util.Locale;

/** An action that makes sense after many failures, offered beside the specific {@link WorkflowAction}. */
public enum CommonAction {
    RETRY("Retry", "Run the failed task again with the same inputs and settings."),
    RESTART("Restart", "Run again from the failed task, with the current settings."),
    RETRY_FAILED("Retry failed", "Send only the failed members again."),
    SKIP("Skip task", "Continue without the failed task; its members count as failed."),
    STOP("Stop", "End the workflow; batches that TikTok has accepted stay in the audience."),
    IGNORE_MISSING_FILE("Ignore missing file", "Continue without the file; the members of its group stay as they are."),
    UPDATE_CREDENTIALS("Update credentials", "Connect the credential again, then run the failed task again."),
    UPDATE_ERROR_THRESHOLD("Update error threshold", "Allow more rejected rows, in this run only."),
    APPROVE("Approve", "Continue with the changes that were held for approval.");

    private final String title;
    private final String sentence;

    CommonAction(String title, String sentence) {
        this.title = title;
        this.sentence = sentence;
    }

    /** The name in commands and in the error catalogue, such as {@code ignore-missing-file}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String title() {
        return title;
    }

    /** What it does, in one sentence. */
    public String sentence() {
        return sentence;
    }

    static CommonAction of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
