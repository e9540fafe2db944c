package io.audienceroutes.campaign;

import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.destination.Campaign;
import io.audienceroutes.destination.CampaignPart;
import io.audienceroutes.workflow.Workflow;
import org.jdbi.v3.core.Handle;

/** Which group of which campaign an audience belongs to: two groups must never share an audience name. */
final class CampaignAudiences {
    private CampaignAudiences() {}

    /** Records the group of an audience; fails if another group or campaign already uses this name. */
    static void claim(Handle handle, Workflow received, long audience, CampaignPart part) {
        String feed = feed(received, part);
        handle.createUpdate("""
                        INSERT INTO campaign_audience (audience_id, feed)
                        VALUES (:audience, :feed)
                        ON CONFLICT (audience_id) DO NOTHING
                        """).bind("audience", audience).bind("feed", feed).execute();
        String holder = handle.createQuery("SELECT feed FROM campaign_audience WHERE audience_id = :audience")
                .bind("audience", audience)
                .mapTo(String.class)
                .one();
        if (!holder.equals(feed)) {
            throw new WorkflowError(
                    "audience-names-collide",
                    "The file of " + feed + " cannot be accepted: its audience name is already used"
                            + " by " + holder + ". Nothing was sent. Correct campaign.audienceName in the"
                            + " destination, so that each group has another name, or rename the file.");
        }
    }

    /** Parts that the audience's name does not contain do not distinguish two groups. */
    private static String feed(Workflow received, CampaignPart part) {
        Campaign campaign = received.settings().campaign().orElseThrow();
        String owner = received.settings().sharedAudience() ? "a campaign" : "destination " + received.destination();
        String inCampaign =
                campaign.audienceName().contains("{campaign}") ? ", campaign '" + part.campaignKey() + "'" : "";
        return owner
                + inCampaign
                + part.group().map(group -> ", group '" + part.groupKey() + "'").orElse("");
    }
}
