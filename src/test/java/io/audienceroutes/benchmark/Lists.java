package io.audienceroutes.benchmark;

import io.audienceroutes.benchmark.SeededList.Expected;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The lists of one size.
 *
 * @param warming what a process delivers before it is measured: the first list, or of a very long one the beginning
 * @param second the list that follows the first
 */
record Lists(Path warming, Expected expectedOfWarming, Path first, Expected expected, Path second) {
    private static final long WARMING_ROWS = 10_000_000;

    static Lists write(Path folder, long rows) throws IOException {
        SeededList list = new SeededList(rows, 0);
        Path first = folder.resolve("first.csv");
        Path second = folder.resolve("second.csv");
        list.write(first);
        new SeededList(rows, 1).write(second);
        if (rows <= WARMING_ROWS) {
            return new Lists(first, list.expected(), first, list.expected(), second);
        }
        SeededList beginning = new SeededList(WARMING_ROWS, 0);
        Path warming = folder.resolve("warming.csv");
        beginning.write(warming);
        return new Lists(warming, beginning.expected(), first, list.expected(), second);
    }
}
