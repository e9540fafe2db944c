package io.audienceroutes.destination;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks destinations against each other: no two use the same audience or source, unless both allow it. */
final class DestinationNeighbours {
    private final Map<String, Destination> audiences = new HashMap<>();
    private final Map<String, Destination> samples = new HashMap<>();
    private final Map<String, String> places = new HashMap<>();

    /** The conflicts of this file with those added before. */
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
                            "an audience that no sample is delivered to",
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
                        "a location that no other destination picks up files from",
                        "the location and file names that " + other + ".yaml takes")));
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
                "an audience that no other destination of this advertiser delivers to, or sharedAudience: true and the same"
                        + " syncMode, credential and advertiserIds in both files",
                "the audience that " + other.name() + ".yaml feeds");
    }

    private static Optional<String> fixedAudience(Destination destination) {
        return destination.fixedAudienceName().map(name -> destination.owner() + " " + name);
    }

    /** A sample removes members from its audience, so no other list may use that audience. */
    private static Optional<String> sampleAudience(Destination destination) {
        return destination.sampleFirst().isPresent()
                ? destination
                        .fixedAudienceName()
                        .map(name -> destination.owner() + " " + SampleFirst.audienceName(name))
                : Optional.empty();
    }
}
