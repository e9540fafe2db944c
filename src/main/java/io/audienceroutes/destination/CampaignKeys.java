package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/** Campaign as its destination file and its stored form spell it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record CampaignKeys() {
    static CampaignKeys of(Campaign settings) {
        return new CampaignKeys();
    }

    Campaign toCampaign() {
        return new Campaign();
    }
}
