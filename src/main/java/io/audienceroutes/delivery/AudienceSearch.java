package io.audienceroutes.delivery;

import io.audienceroutes.tiktok.AudienceListing;
import io.audienceroutes.tiktok.AudiencePage;
import io.audienceroutes.workflow.WorkflowError;
import java.util.ArrayList;
import java.util.List;

/**
 * The pages of audiences that were read so far. Variable {@code audienceSearch} of route {@code list-audiences}.
 *
 * @param owner the advertiser whose audiences are listed
 * @param nextPage the page to ask for, from 1
 * @param unfinished whether there is one more page
 */
public record AudienceSearch(String owner, int nextPage, boolean unfinished, List<AudienceListing> listings) {
    /** Audiences of all kinds that one advertiser account can hold (TikTok: Create an audience by file, 2026). */
    private static final int ACCOUNT_LIMIT = 400;

    /** More pages than this are no list of at most 400 own and some shared audiences but an answer that never ends. */
    private static final int MOST_PAGES = 1_000;

    public AudienceSearch {
        listings = List.copyOf(listings);
    }

    static AudienceSearch begin(String owner) {
        return new AudienceSearch(owner, 1, true, List.of());
    }

    AudienceSearch with(AudiencePage page) {
        List<AudienceListing> all = new ArrayList<>(listings);
        all.addAll(page.audiences());
        boolean more = nextPage < page.totalPages() && !page.audiences().isEmpty() && nextPage < MOST_PAGES;
        return new AudienceSearch(owner, nextPage + 1, more, all);
    }

    /** Raises when the account holds as many audiences of its own as TikTok allows. */
    void requireRoom(String name) {
        long own = listings.stream().filter(AudienceListing::isCreator).count();
        if (own >= ACCOUNT_LIMIT) {
            throw new WorkflowError(
                    "audience-limit-reached",
                    "Audience '" + name + "' cannot be made: advertiser " + owner + " holds " + own
                            + " custom audiences, and TikTok allows " + ACCOUNT_LIMIT
                            + ". Delete some that are not used any more, then resolve.");
        }
    }
}
