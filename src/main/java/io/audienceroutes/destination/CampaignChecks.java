package io.audienceroutes.destination;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Checks combinations of a campaign's settings. */
final class CampaignChecks {
    private static final String AT = "/campaign/";
    private static final String SEPARATE = "separate";
    private static final String IN_CAMPAIGN = "{campaign}";
    private static final String IN_GROUP = "{group}";

    private final String file;
    private final LocatedYaml yaml;
    private final CampaignKeys campaign;
    private final DestinationSchema schema;
    private final List<DestinationProblem> problems = new ArrayList<>();

    CampaignChecks(String file, LocatedYaml yaml, DestinationKeys keys, DestinationSchema schema) {
        this.file = file;
        this.yaml = yaml;
        this.campaign = keys.campaign();
        this.schema = schema;
    }

    List<DestinationProblem> problems() {
        if (campaign != null) {
            checkPattern();
            checkCompletion();
            checkGroups();
            checkAudienceName();
            checkDoneFile();
        }
        return List.copyOf(problems);
    }

    private void checkPattern() {
        if (campaign.pattern() == null) {
            if (!inColumn()) {
                add("pattern", schema.describe(AT + "pattern"), "nothing");
            }
            return;
        }
        patternProblem(campaign.pattern()).ifPresent(found -> add("pattern", schema.describe(AT + "pattern"), found));
    }

    private Optional<String> patternProblem(String pattern) {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            return Optional.of(
                    Excerpt.of(pattern) + ", which is not a valid regular expression: " + e.getDescription());
        }
        return Stream.of(Campaign.CAMPAIGN, Campaign.GROUP)
                .filter(group -> !(group.equals(Campaign.GROUP) && inColumn()))
                .filter(group -> !pattern.contains("(?<" + group + ">"))
                .map(group -> Excerpt.of(pattern) + ", which has no group (?<" + group + ">...)")
                .findFirst();
    }

    private void checkCompletion() {
        long ways = Stream.of(campaign.groups(), campaign.count(), campaign.doneFile())
                .filter(way -> way != null)
                .count();
        if (inColumn() || separate()) {
            forbid("count", campaign.count());
            forbid("doneFile", campaign.doneFile());
        } else if (ways != 1) {
            add("files", "with single, exactly one of groups, count and doneFile", ways == 0 ? "none" : "several");
        }
        if (inColumn() && separate() && campaign.groups() == null) {
            add(
                    "groups",
                    "the treatment groups, with separate and groupColumn: each has its own delivery, which starts"
                            + " before the file is read",
                    "nothing");
        }
        if (campaign.doneQuietSeconds() != null && campaign.doneFile() == null) {
            add("doneQuietSeconds", "only with doneFile", "it alone");
        }
    }

    private void forbid(String key, Object value) {
        if (value != null) {
            add(key, "only with files: single and without groupColumn, when several files are awaited", "it");
        }
    }

    private void checkGroups() {
        Set<String> seen = new HashSet<>();
        checkTwice("groups", campaign.groups(), seen);
        checkTwice("controlGroups", campaign.controlGroups(), seen);
    }

    private void checkTwice(String key, List<String> names, Set<String> seen) {
        List<String> listed = CampaignKeys.listed(names);
        for (int i = 0; i < listed.size(); i++) {
            if (!seen.add(GroupKey.of(listed.get(i)))) {
                add(
                        key + "/" + i,
                        "each group once, in groups or in controlGroups, ignoring case",
                        Excerpt.of(listed.get(i)) + " again");
            }
        }
    }

    private void checkAudienceName() {
        String name = campaign.audienceName();
        boolean namesGroup = name.contains(IN_GROUP);
        if (separate() && !namesGroup) {
            add("audienceName", "a name with {group}: with separate, each group has its own audience", quoted());
        }
        if (!separate() && namesGroup) {
            add("audienceName", "a name without {group}: with single, all groups are one audience", quoted());
        }
        if (name.contains(IN_CAMPAIGN) && campaign.pattern() == null) {
            add("audienceName", "a name without {campaign}, because no pattern gives the campaign", quoted());
        }
        longest(name)
                .flatMap(AudienceNaming::nameProblem)
                .ifPresent(found -> add("audienceName", schema.describe(AT + "audienceName"), found));
    }

    /** The longest name of the listed groups, with a campaign name of one character. */
    private Optional<String> longest(String name) {
        String campaignFilled = name.replace(IN_CAMPAIGN, "x");
        Stream<String> groups =
                CampaignKeys.listed(campaign.groups()).isEmpty() ? Stream.of("x") : campaign.groups().stream();
        return groups.map(group -> campaignFilled.replace(IN_GROUP, group))
                .max((one, other) -> Integer.compare(one.length(), other.length()));
    }

    private void checkDoneFile() {
        if (campaign.doneFile() == null) {
            return;
        }
        boolean campaignsDiffer = campaign.audienceName().contains(IN_CAMPAIGN);
        if (campaignsDiffer && !campaign.doneFile().contains(IN_CAMPAIGN)) {
            add("doneFile", "a name with {campaign}, because each campaign has its own audience", "none");
        }
    }

    private boolean separate() {
        return campaign.files().equals(SEPARATE);
    }

    private boolean inColumn() {
        return campaign.groupColumn() != null;
    }

    private String quoted() {
        return Excerpt.of(campaign.audienceName());
    }

    private void add(String key, String expected, String found) {
        String pointer = AT + key;
        problems.add(new DestinationProblem(file, yaml.line(pointer), DestinationSchema.key(pointer), expected, found));
    }
}
