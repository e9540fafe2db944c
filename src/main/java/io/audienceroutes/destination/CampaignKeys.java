package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.audienceroutes.destination.Campaign.Completion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A campaign in its destination file and its stored form. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record CampaignKeys(
        String files,
        String pattern,
        String groupColumn,
        List<String> groups,
        Integer count,
        String doneFile,
        Integer doneQuietSeconds,
        List<String> controlGroups,
        Integer timeoutMinutes,
        String audienceName) {
    private static final int DEFAULT_TIMEOUT_MINUTES = 24 * 60;
    private static final int DEFAULT_QUIET_SECONDS = 120;

    static CampaignKeys of(Campaign campaign) {
        Completion completion = campaign.completion();
        Optional<Completion.DoneFile> done =
                completion instanceof Completion.DoneFile file ? Optional.of(file) : Optional.empty();
        return new CampaignKeys(
                campaign.files().name().toLowerCase(Locale.ROOT),
                campaign.pattern().orElse(null),
                campaign.groupColumn().orElse(null),
                completion instanceof Completion.Groups listed ? listed.names() : null,
                completion instanceof Completion.Count count ? count.groups() : null,
                done.map(Completion.DoneFile::name).orElse(null),
                done.map(Completion.DoneFile::quietSeconds).orElse(null),
                campaign.controlGroups(),
                campaign.timeoutMinutes(),
                campaign.audienceName());
    }

    Campaign toCampaign() {
        return new Campaign(
                Campaign.Files.valueOf(files.toUpperCase(Locale.ROOT)),
                Optional.ofNullable(pattern),
                Optional.ofNullable(groupColumn),
                completion(),
                listed(controlGroups),
                timeoutMinutes == null ? DEFAULT_TIMEOUT_MINUTES : timeoutMinutes,
                audienceName);
    }

    static List<String> listed(List<String> names) {
        return names == null ? List.of() : names;
    }

    private Completion completion() {
        if (groups != null) {
            return new Completion.Groups(groups);
        }
        if (count != null) {
            return new Completion.Count(count);
        }
        return doneFile == null
                ? new Completion.None()
                : new Completion.DoneFile(
                        doneFile, doneQuietSeconds == null ? DEFAULT_QUIET_SECONDS : doneQuietSeconds);
    }
}
