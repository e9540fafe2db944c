package io.audienceroutes.audience;

import io.audienceroutes.tiktok.AudienceListing;
import io.audienceroutes.tiktok.AudiencePage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The pages of audiences that were read so far. Variable {@code audienceSearch} of route {@code list-audiences}.
 *
 * @param owner the advertiser whose audiences are listed
 * @param nextPage the page to ask for, from 1
 * @param unfinished whether there is one more page
 * @param begunAt when the first page was about to be asked for
 */
public record AudienceSearch(
        String owner, int nextPage, boolean unfinished, List<AudienceListing> listings, Instant begunAt) {
    /** A list of at most 400 own and some shared audiences has fewer pages; more pages mean an endless response. */
    private static final int MOST_PAGES = 1_000;

    public AudienceSearch {
        listings = List.copyOf(listings);
    }

    public static AudienceSearch begin(String owner, Instant now) {
        return new AudienceSearch(owner, 1, true, List.of(), now);
    }

    /** With an additional audience that the pages do not contain. */
    public AudienceSearch with(AudienceListing listing) {
        List<AudienceListing> all = new ArrayList<>(listings);
        all.add(listing);
        return new AudienceSearch(owner, nextPage, unfinished, all, begunAt);
    }

    public AudienceSearch with(AudiencePage page) {
        List<AudienceListing> all = new ArrayList<>(listings);
        all.addAll(page.audiences());
        boolean more = !page.isLast() && nextPage < MOST_PAGES;
        return new AudienceSearch(owner, nextPage + 1, more, all, begunAt);
    }
}
