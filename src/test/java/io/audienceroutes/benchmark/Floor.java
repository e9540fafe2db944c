package io.audienceroutes.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The floors: what the work costs in plain Java. One process a floor, as the bundle is one; it prints the seconds.
 *
 * <ul>
 *   <li>{@code start}: nothing;
 *   <li>{@code mirror LIST FOLDER [HELD]}: read, normalise, hash, sort and make distinct; compare with what is held;
 *   <li>{@code send LIST PORT}: read, normalise, hash and post, without sorting, without books.
 * </ul>
 */
final class Floor {
    private Floor() {}

    /** See the class. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        switch (arguments[0]) {
            case "start" -> System.out.println("ready");
            case "mirror" -> mirror(Path.of(arguments[1]), Path.of(arguments[2]));
            case "send" -> send(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
            default -> throw new IllegalArgumentException("No such floor: " + arguments[0]);
        }
    }

    private static void mirror(Path list, Path folder) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        try (PlainPartitions partitions = new PlainPartitions(folder)) {
            PlainRows.read(list, partitions::append);
            partitions.flush();
            long prepared = System.nanoTime();
            PlainMirror.Counts counts = PlainMirror.compare(partitions, folder);
            tell("prepareSeconds", prepared - begun);
            tell("compareSeconds", System.nanoTime() - prepared);
            System.out.println("next " + counts.next());
            System.out.println("adds " + counts.adds());
            System.out.println("removes " + counts.removes());
        }
    }

    private static void send(Path list, int port) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        try (PlainSender sender = new PlainSender(port)) {
            PlainRows.read(list, sender::send);
        }
        tell("sendSeconds", System.nanoTime() - begun);
    }

    private static void tell(String what, long nanos) {
        System.out.printf(Locale.ROOT, "%s %.3f%n", what, nanos / 1e9);
    }
}
