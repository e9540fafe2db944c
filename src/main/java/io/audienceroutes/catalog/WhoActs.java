package io.audienceroutes.catalog;

import java.util.Locale;

/** Who carries out the steps of a {@link WorkflowAction}. */
public enum WhoActs {
    /** Someone who may assign roles in TikTok Business Center. */
    ADVERTISER_ADMIN,
    /** Who operates this product. */
    OPERATOR,
    /** Who creates the segment files. */
    DATA_TEAM,
    /** Who owns the TikTok developer app. */
    DEVELOPER,
    /** It resolves automatically. */
    NOBODY;

    /** The name in the error catalogue, such as {@code data-team}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static WhoActs of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
