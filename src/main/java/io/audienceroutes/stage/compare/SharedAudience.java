package io.audienceroutes.stage.compare;

import io.audienceroutes.audience.MemberRecords;
import io.audienceroutes.audience.MemberRecords.Feed;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.destination.AudienceNaming;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.workflow.Workflow;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The other destinations that deliver to an audience. */
final class SharedAudience {
    private final MemberRecords records;
    private final Function<String, Optional<Destination>> destinations;

    SharedAudience(MemberRecords records, Function<String, Optional<Destination>> destinations) {
        this.records = records;
        this.destinations = destinations;
    }

    /**
     * Their names; throws if one of them, or this one, does not set sharedAudience. Names that come from files cannot
     * be compared at startup, so this is checked here too. A destination that no longer exists, or delivers to another
     * audience now, is ignored.
     */
    Set<String> others(Workflow workflow) {
        Set<String> others = records.feeds(workflow.audience()).stream()
                .map(Feed::destination)
                .filter(name -> !name.equals(workflow.destination()))
                .filter(name -> destinations
                        .apply(name)
                        .filter(other -> mayFeed(other, workflow))
                        .isPresent())
                .collect(Collectors.toCollection(TreeSet::new));
        for (String name : others) {
            requireShared(workflow, destinations.apply(name).orElseThrow());
        }
        return others;
    }

    private static boolean mayFeed(Destination other, Workflow workflow) {
        boolean sameOwner = other.owner().equals(workflow.settings().owner());
        return sameOwner
                && (!(other.audience() instanceof AudienceNaming.Fixed fixed)
                        || fixed.name().equals(workflow.audienceName()));
    }

    private static void requireShared(Workflow workflow, Destination other) {
        if (!workflow.settings().mayShareWith(other)) {
            throw new WorkflowError(
                    "audience-shared",
                    "Could not deliver " + workflow.fileName() + " to audience '" + workflow.audienceName()
                            + "': all destinations that deliver to it must set sharedAudience: true and have"
                            + " the same syncMode, credential and advertiserIds, but " + workflow.destination()
                            + ".yaml and " + other.name()
                            + ".yaml do not. Nothing was sent. Give each its own audience, or"
                            + " set these keys to the same values in both files, then resolve the workflow.");
        }
    }
}
