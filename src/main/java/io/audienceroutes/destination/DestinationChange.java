package io.audienceroutes.destination;

/**
 * The earliest part of a delivery that a change of settings affects; a resolved workflow returns to it. In the order of
 * a delivery: an earlier part affects all later ones.
 */
public enum DestinationChange {
    /**
     * The file yields other identifiers: id types, columns, e-mail rule, phone region, format, campaign or opt-outs.
     */
    PREPARATION,
    /** The audience or the access to it differs: credential, advertisers, audience name, sync mode or sharing. */
    AUDIENCE,
    /** The same members in other batches: batch size. */
    DELIVERY,
    /** No effect on a running delivery: description or source. */
    NONE;

    /** The change from the settings stored with a workflow to the current ones. */
    public static DestinationChange between(Destination stored, Destination now) {
        if (!stored.userIdTypes().equals(now.userIdTypes())
                || !stored.columns().equals(now.columns())
                || stored.emailRule() != now.emailRule()
                || !stored.phoneRegion().equals(now.phoneRegion())
                || !stored.format().equals(now.format())
                || !stored.optOut().equals(now.optOut())
                || !stored.campaign().equals(now.campaign())) {
            return PREPARATION;
        }
        if (!stored.credential().equals(now.credential())
                || !stored.advertiserIds().equals(now.advertiserIds())
                || !stored.audience().equals(now.audience())
                || stored.syncMode() != now.syncMode()
                || stored.sharedAudience() != now.sharedAudience()) {
            return AUDIENCE;
        }
        return stored.batchSize() == now.batchSize() ? NONE : DELIVERY;
    }
}
