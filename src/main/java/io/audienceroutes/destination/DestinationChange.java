package io.audienceroutes.destination;

/**
 * The earliest thing that a change of settings affects; a resolved workflow goes back to it. In the order of a delivery:
 * what comes first affects all that follows.
 */
public enum DestinationChange {
    /** Other identifiers come out of the file: id types, columns, e-mail rule, phone region, format, campaign or opt-outs. */
    PREPARATION,
    /** Another audience, or another way to it: credential, advertisers, audience name, sync mode or sharing. */
    AUDIENCE,
    /** The same members in other batches: batch size. */
    DELIVERY,
    /** Nothing that a delivery under way would see: description or source. */
    NONE;

    /** What has changed from the settings stored with a workflow to those of now. */
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
