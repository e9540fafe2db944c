package io.audienceroutes.tiktok;

import java.util.List;

/** What is to be done about an audience that a delivery names. */
public sealed interface AudienceDecision {

    /**
     * Deliver to this one.
     *
     * @param recorded whether it is already recorded
     * @param warnings for the receipt, each a sentence
     */
    record Reuse(String audienceId, boolean recorded, List<String> warnings) implements AudienceDecision {
        public Reuse {
            warnings = List.copyOf(warnings);
        }
    }

    /** No audience has the name: create it. */
    record Create(List<String> warnings) implements AudienceDecision {
        public Create {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * The name is taken, but by no audience that can receive members.
     *
     * @param audienceIds the holders
     * @param why a sentence that names each holder and what is wrong with it
     */
    record Ambiguous(List<String> audienceIds, String why) implements AudienceDecision {
        public Ambiguous {
            audienceIds = List.copyOf(audienceIds);
        }
    }

    /** It would have to be created, but the advertiser has reached TikTok's limit. */
    record Full(int held) implements AudienceDecision {}
}
