package io.audienceroutes.campaign;

import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.destination.Campaign;
import io.audienceroutes.destination.CampaignPart;
import io.audienceroutes.workflow.Workflow;
import org.jdbi.v3.core.Handle;

/** Which group of which campaign an audience belongs to: members of two groups must not meet under one name. */
final class CampaignAudiences {
    private CampaignAudiences() {}

    /** Notes whose audience it is; refused where another group or campaign has made this name its own. */
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
                    "Could not take the file of " + feed
                            + ": expected an audience of its own; found that its name is"
                            + " the one of " + holder + ". Nothing was sent. Correct campaign.audienceName in the"
                            + " destination, so that each group has another name, or rename the file.");
        }
    }

    /** What the audience's name does not tell is no difference between two feeds. */
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
