package io.audienceroutes.tiktok;

import java.util.List;

/**
 * One page of the list of audiences.
 *
 * @param page from 1
 * @param totalNumber of audiences, own and shared
 */
public record AudiencePage(List<AudienceListing> audiences, int page, int totalPages, long totalNumber) {
    public AudiencePage {
        audiences = List.copyOf(audiences);
    }

    /** Whether no page follows; an empty page is the last, whatever TikTok says. */
    public boolean isLast() {
        return audiences.isEmpty() || page >= totalPages;
    }
}
