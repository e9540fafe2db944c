package io.audienceroutes.destination;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Destination files that cannot be used. The message lists all problems of all files, so that they can be fixed at
 * once.
 */
public final class DestinationsRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<DestinationProblem> problems;

    DestinationsRefused(Path directory, List<DestinationProblem> problems) {
        this(
                "Cannot load the destinations in " + directory + ": "
                        + (problems.size() == 1 ? "1 problem" : problems.size() + " problems")
                        + ". Nothing was loaded.",
                problems);
    }

    private DestinationsRefused(String sentence, List<DestinationProblem> problems) {
        super(sentence + "\n" + problems.stream().map(problem -> "- " + problem).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** For the file of one destination. */
    static DestinationsRefused ofOne(String name, Path directory, List<DestinationProblem> problems) {
        return new DestinationsRefused(
                "Destination " + name + " cannot be used, because its file in " + directory
                        + " is not valid. Nothing was sent. Correct the file, then try again.",
                problems);
    }

    /** All problems, by file and line. */
    public List<DestinationProblem> problems() {
        return problems;
    }
}
