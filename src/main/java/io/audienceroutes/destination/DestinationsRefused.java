package io.audienceroutes.destination;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Destination files that cannot be used. The message lists every problem of every file, so that one round is enough. */
public final class DestinationsRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<DestinationProblem> problems;

    DestinationsRefused(Path directory, List<DestinationProblem> problems) {
        super(message(directory, problems));
        this.problems = List.copyOf(problems);
    }

    /** All problems, by file and line. */
    public List<DestinationProblem> problems() {
        return problems;
    }

    private static String message(Path directory, List<DestinationProblem> problems) {
        return "Cannot load the destinations in " + directory + ": "
                + (problems.size() == 1 ? "1 problem" : problems.size() + " problems") + ". Nothing was loaded.\n"
                + problems.stream().map(problem -> "- " + problem).collect(Collectors.joining("\n"));
    }
}
