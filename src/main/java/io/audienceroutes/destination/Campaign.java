package io.audienceroutes.destination;

import io.audienceroutes.segment.GroupRule;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the files of a campaign and its treatment groups become audiences. Names of campaigns and groups are compared
 * ignoring case. The members of a control group are never sent.
 *
 * @param pattern a regular expression over the whole file name, with the groups {@code campaign} and {@code group};
 *     with a group column, only the campaign, or empty
 * @param groupColumn the column that names the group of each row, where one file holds several groups
 * @param timeoutMinutes how long after its first file a campaign may be incomplete before an alert is raised
 * @param audienceName the audience's name, with the placeholders {@code {campaign}} and {@code {group}}
 */
public record Campaign(
        Files files,
        Optional<String> pattern,
        Optional<String> groupColumn,
        Completion completion,
        List<String> controlGroups,
        int timeoutMinutes,
        String audienceName) {
    static final String CAMPAIGN = "campaign";
    static final String GROUP = "group";
    private static final String DONE_CAMPAIGN = "{" + CAMPAIGN + "}";

    public Campaign {
        controlGroups = List.copyOf(controlGroups);
    }

    /** Whether several files become one delivery, which waits until all of them have arrived. */
    public boolean collects() {
        return files == Files.SINGLE && groupColumn.isEmpty();
    }

    /** Whether one file becomes a delivery for each of its groups. */
    public boolean divides() {
        return files == Files.SEPARATE && groupColumn.isPresent();
    }

    /** The treatment groups by name, if the destination lists them. */
    public List<String> treatmentGroups() {
        return completion instanceof Completion.Groups listed ? listed.names() : List.of();
    }

    /** Which rows of a file belong to this group, or to any treatment group; empty if there is no group column. */
    Optional<GroupRule> groupRule(Optional<String> group) {
        Set<String> treatment = keys(treatmentGroups());
        Set<String> leftOut = new HashSet<>(keys(controlGroups));
        group.ifPresent(one -> {
            leftOut.addAll(treatment);
            leftOut.remove(GroupKey.of(one));
        });
        Set<String> sent = group.map(one -> Set.of(GroupKey.of(one))).orElse(treatment);
        return groupColumn.map(column -> new GroupRule(column, sent, leftOut, treatment.isEmpty()));
    }

    private static Set<String> keys(List<String> names) {
        return names.stream().map(GroupKey::of).collect(Collectors.toSet());
    }

    /** Whether members of this group are never sent. */
    public boolean isControl(String group) {
        return controlGroups.stream().map(GroupKey::of).anyMatch(GroupKey.of(group)::equals);
    }

    /** Whether this is the done file, which says that all files of its campaign have arrived. */
    public boolean isDoneFile(String fileName) {
        return completion instanceof Completion.DoneFile
                && doneMatcher(fileName).matches();
    }

    /**
     * The campaign and group of a file.
     *
     * @throws AudienceNameRefused if the pattern does not match, or the group is not listed
     */
    public CampaignPart partOf(String fileName) {
        if (isDoneFile(fileName)) {
            return new CampaignPart(doneCampaign(fileName), Optional.empty());
        }
        if (pattern.isEmpty()) {
            return new CampaignPart("", Optional.empty());
        }
        Matcher matcher = Pattern.compile(pattern.get()).matcher(fileName);
        if (!matcher.matches()) {
            throw refused(fileName, "it does not match campaign.pattern");
        }
        String campaign = named(matcher, CAMPAIGN, fileName);
        if (groupColumn.isPresent()) {
            return new CampaignPart(campaign, Optional.empty());
        }
        return new CampaignPart(campaign, Optional.of(spelled(named(matcher, GROUP, fileName), fileName)));
    }

    /** The audience's name for this part of a campaign. */
    public String audienceNameFor(CampaignPart part) {
        String name = audienceName
                .replace("{" + GROUP + "}", part.group().orElse(""))
                .replace("{" + CAMPAIGN + "}", part.campaign())
                .strip();
        AudienceNaming.nameProblem(name).ifPresent(found -> {
            throw new AudienceNameRefused("No audience name can be derived for campaign " + Excerpt.of(part.campaign())
                    + part.group()
                            .map(group -> " and group " + Excerpt.of(group))
                            .orElse("") + ": expected 1 to "
                    + AudienceNaming.MAX_CHARACTERS + " characters, but found " + found
                    + ". Shorten campaign.audienceName in the destination, or rename the file.");
        });
        return name;
    }

    private static String named(Matcher matcher, String group, String fileName) {
        return Optional.ofNullable(matcher.group(group))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .orElseThrow(() -> refused(fileName, "the group (?<" + group + ">...) of campaign.pattern is empty"));
    }

    /** As listed in the destination, so that a typing error does not create an audience. */
    private String spelled(String group, String fileName) {
        Optional<String> listed = Stream.concat(treatmentGroups().stream(), controlGroups.stream())
                .filter(name -> GroupKey.of(name).equals(GroupKey.of(group)))
                .findFirst();
        if (listed.isEmpty() && completion instanceof Completion.Groups) {
            throw refused(
                    fileName,
                    "group " + Excerpt.of(group) + " is neither in campaign.groups nor in campaign.controlGroups");
        }
        return listed.orElse(group);
    }

    private Matcher doneMatcher(String fileName) {
        String template = ((Completion.DoneFile) completion).name();
        int at = template.indexOf(DONE_CAMPAIGN);
        String regex = at < 0
                ? Pattern.quote(template)
                : Pattern.quote(template.substring(0, at)) + "(?<" + CAMPAIGN + ">.+)"
                        + Pattern.quote(template.substring(at + DONE_CAMPAIGN.length()));
        return Pattern.compile(regex).matcher(fileName);
    }

    private String doneCampaign(String fileName) {
        Matcher matcher = doneMatcher(fileName);
        boolean matches = matcher.matches();
        return matches ? matcher.group(CAMPAIGN).strip() : "";
    }

    private static AudienceNameRefused refused(String fileName, String found) {
        return new AudienceNameRefused("Campaign and group cannot be derived from the file name " + Excerpt.of(fileName)
                + ": " + found + ". Rename the file, or correct the destination.");
    }

    /** What the files of one campaign become. */
    public enum Files {
        /** Each treatment group has its own audience. */
        SEPARATE,
        /** All treatment groups together are one audience. */
        SINGLE
    }

    /** How to determine that all treatment groups of a campaign have arrived. */
    public sealed interface Completion {
        /** When these groups have arrived. */
        record Groups(List<String> names) implements Completion {
            public Groups {
                names = List.copyOf(names);
            }
        }

        /** When this number of treatment groups has arrived, whatever their names. */
        record Count(int groups) implements Completion {}

        /**
         * When a file with this name has arrived and no other file of the campaign followed for a while: a source does
         * not list files in the order in which they were written.
         */
        record DoneFile(String name, int quietSeconds) implements Completion {}

        /** Nothing to wait for. */
        record None() implements Completion {}
    }
}
