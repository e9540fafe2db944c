package io.audienceroutes.destination;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Where an audience's name comes from. */
public sealed interface AudienceNaming {
    /**
     * TikTok silently truncates a longer name to 67 characters and "...", and the audience would never be found again.
     */
    int MAX_CHARACTERS = 70;

    /**
     * The name of the audience that this file is delivered to.
     *
     * @param fileName the file's base name
     * @throws AudienceNameRefused if no valid name can be derived from the file name
     */
    String nameFor(String fileName);

    /** One name for every file. */
    record Fixed(String name) implements AudienceNaming {
        public Fixed {
            nameProblem(name).ifPresent(found -> {
                throw new IllegalArgumentException("audienceName: " + found);
            });
        }

        @Override
        public String nameFor(String fileName) {
            return name;
        }
    }

    /** A name chosen for one delivery; it stays when the destination's settings are read again. */
    record OneTime(String name) implements AudienceNaming {
        public OneTime {
            nameProblem(name).ifPresent(found -> {
                throw new AudienceNameRefused("The audience name cannot be used: expected 1 to " + MAX_CHARACTERS
                        + " characters without leading or trailing spaces, but found " + found
                        + ". Choose another name.");
            });
        }

        @Override
        public String nameFor(String fileName) {
            return name;
        }
    }

    /** The group {@code audience} of a regular expression that the whole file name matches. */
    record FromFileName(String pattern) implements AudienceNaming {
        private static final String GROUP = "audience";

        public FromFileName {
            patternProblem(pattern).ifPresent(found -> {
                throw new IllegalArgumentException("audienceNamePattern: " + found);
            });
        }

        @Override
        public String nameFor(String fileName) {
            Matcher matcher = Pattern.compile(pattern).matcher(fileName);
            Optional<String> name = matcher.matches() ? Optional.ofNullable(matcher.group(GROUP)) : Optional.empty();
            String found = name.map(String::strip)
                    .orElseThrow(() -> refused(fileName, "it does not match audienceNamePattern"));
            nameProblem(found).ifPresent(problem -> {
                throw refused(fileName, problem);
            });
            return found;
        }

        private AudienceNameRefused refused(String fileName, String found) {
            return new AudienceNameRefused("No audience name can be derived from the file name " + Excerpt.of(fileName)
                    + " with the pattern " + Excerpt.of(pattern) + ": " + found
                    + ". Rename the file, or correct the destination.");
        }
    }

    /** A campaign's template, filled in from the file's name. */
    record FromCampaign(Campaign campaign) implements AudienceNaming {
        @Override
        public String nameFor(String fileName) {
            CampaignPart part = campaign.partOf(fileName);
            if (!campaign.divides()) {
                return campaign.audienceNameFor(part);
            }
            // Each of its groups has its own delivery; the file itself belongs to the first one
            String first = campaign.treatmentGroups().get(0);
            return campaign.audienceNameFor(new CampaignPart(part.campaign(), Optional.of(first)));
        }
    }

    /** What is wrong with an audience name, or empty. */
    static Optional<String> nameProblem(String name) {
        if (name.isBlank()) {
            return Optional.of("an empty name");
        }
        if (name.length() > MAX_CHARACTERS) {
            return Optional.of(Excerpt.of(name) + ", a name of " + name.length() + " characters");
        }
        if (!name.equals(name.strip()) || name.chars().anyMatch(Character::isISOControl)) {
            return Optional.of(Excerpt.of(name) + ", a name with leading or trailing spaces or control characters");
        }
        return Optional.empty();
    }

    /** What is wrong with a file name pattern, or empty. */
    static Optional<String> patternProblem(String pattern) {
        try {
            Pattern.compile(pattern);
            Matcher matcher = Pattern.compile("(?:" + pattern + ")|").matcher("");
            // An empty alternative always matches, so the group names can be queried
            return matcher.find() && matcher.start(FromFileName.GROUP) >= -1
                    ? Optional.empty()
                    : Optional.of(Excerpt.of(pattern));
        } catch (PatternSyntaxException e) {
            return Optional.of(Excerpt.of(pattern) + ", which is not a valid regular expression: " + e.getDescription()
                    + " near character " + (e.getIndex() + 1));
        } catch (IllegalArgumentException e) {
            return Optional.of(Excerpt.of(pattern) + ", which has no group (?<audience>...)");
        }
    }
}
