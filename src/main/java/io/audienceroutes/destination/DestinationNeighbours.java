package io.audienceroutes.destination;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Destinations beside each other: what one of them feeds or takes from is not another one's, unless both say so. */
final class DestinationNeighbours {
    private final Map<String, Destination> audiences = new HashMap<>();
    private final Map<String, Destination> samples = new HashMap<>();
    private final Map<String, String> places = new HashMap<>();

    /** What stands against this file beside those that were added before. */
    List<DestinationProblem> problemsOf(DestinationFile file) {
        Destination destination = file.destination();
        List<DestinationProblem> problems = new ArrayList<>();
        fixedAudience(destination).ifPresent(audience -> {
            Optional.ofNullable(audiences.get(audience))
                    .filter(other -> !destination.mayShareWith(other))
                    .ifPresent(other -> problems.add(shared(file, other)));
            Optional.ofNullable(samples.get(audience))
                    .ifPresent(other -> problems.add(file.problem(
                            "/audienceName",
                            "an audience that no sample goes to",
                            "the audience that samples of " + other.name() + ".yaml go to")));
        });
        sampleAudience(destination)
                .map(audiences::get)
                .ifPresent(other -> problems.add(file.problem(
                        "/sampleFirst",
                        "samples that go to an audience of their own",
                        "the audience that " + other.name() + ".yaml feeds")));
        destination
                .source()
                .map(Source::place)
                .map(places::get)
                .ifPresent(other -> problems.add(file.problem(
                        "/source",
                        "a place that no other destination takes files from",
                        "the place and names that " + other + ".yaml takes")));
        return problems;
    }

    void add(Destination destination) {
        fixedAudience(destination).ifPresent(audience -> audiences.putIfAbsent(audience, destination));
        sampleAudience(destination).ifPresent(audience -> samples.putIfAbsent(audience, destination));
        destination.source().ifPresent(source -> places.putIfAbsent(source.place(), destination.name()));
    }

    private static DestinationProblem shared(DestinationFile file, Destination other) {
        return file.problem(
                "/audienceName",
                "an audience that no other destination of this advertiser feeds, or sharedAudience: true and the same"
                        + " syncMode, credential and advertiserIds in both files",
                "the audience that " + other.name() + ".yaml feeds");
    }

    private static Optional<String> fixedAudience(Destination destination) {
        return destination.fixedAudienceName().map(name -> destination.owner() + " " + name);
    }

    /** A sample takes members out of its audience again: no other list may be there. */
    private static Optional<String> sampleAudience(Destination destination) {
        return destination.sampleFirst().isPresent()
                ? destination
                        .fixedAudienceName()
                        .map(name -> destination.owner() + " " + SampleFirst.audienceName(name))
                : Optional.empty();
    }
}
