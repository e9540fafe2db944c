package io.audienceroutes.catalog;

import java.util.Locale;

/** Who takes the steps of a {@link WorkflowAction}. */
public enum WhoActs {
    /** Someone who may assign roles in TikTok Business Center. */
    ADVERTISER_ADMIN,
    /** Who runs this product. */
    OPERATOR,
    /** Who makes the segment files. */
    DATA_TEAM,
    /** Who owns the TikTok developer app. */
    DEVELOPER,
    /** It resolves itself. */
    NOBODY;

    /** The name in the error catalogue, such as {@code data-team}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static WhoActs of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
