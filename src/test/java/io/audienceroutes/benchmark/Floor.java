package io.audienceroutes.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * The floors: what the work costs in plain Java. One process a floor, as the bundle is one; it prints the seconds.
 *
 * <ul>
 *   <li>{@code start}: nothing;
 *   <li>{@code mirror LIST FOLDER [WARMING]}: read, normalise, hash, sort and make distinct; compare with what the folder
 *       holds;
 *   <li>{@code phones LIST}: read telephone numbers, parse them with libphonenumber, and hash; nothing sorted, nothing written;
 *   <li>{@code send LIST PORT [WARMING]}: read, normalise, hash and post, without sorting, without books.
 * </ul>
 *
 * Where another list is named, the same is done with that one before, for a process that has been at work for a while.
 */
final class Floor {
    private static final int WARMING = 3;

    private Floor() {}

    /** See the class. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        switch (arguments[0]) {
            case "start" -> System.out.println("ready");
            case "mirror" -> {
                if (arguments.length > WARMING) {
                    mirror(Path.of(arguments[WARMING]), Path.of(arguments[2], "warming"), "warming ");
                }
                mirror(Path.of(arguments[1]), Path.of(arguments[2]), "");
            }
            case "phones" -> phones(Path.of(arguments[1]));
            case "send" -> {
                if (arguments.length > WARMING) {
                    send(Path.of(arguments[WARMING]), Integer.parseInt(arguments[2]), "warming ");
                }
                send(Path.of(arguments[1]), Integer.parseInt(arguments[2]), "");
            }
            default -> throw new IllegalArgumentException("No such floor: " + arguments[0]);
        }
    }

    private static void mirror(Path list, Path folder, String prefix) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        try (PlainPartitions partitions = new PlainPartitions(folder)) {
            PlainRows.read(list, partitions::append);
            partitions.flush();
            long prepared = System.nanoTime();
            PlainMirror.Counts counts = PlainMirror.compare(partitions, folder);
            tell(prefix + "prepareSeconds", prepared - begun);
            tell(prefix + "compareSeconds", System.nanoTime() - prepared);
            System.out.println(prefix + "next " + counts.next());
            System.out.println(prefix + "adds " + counts.adds());
            System.out.println(prefix + "removes " + counts.removes());
        }
    }

    private static void send(Path list, int port, String prefix) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        try (PlainSender sender = new PlainSender(port)) {
            PlainRows.read(list, sender::send);
        }
        tell(prefix + "sendSeconds", System.nanoTime() - begun);
    }

    private static void phones(Path list) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        LongAdder bytes = new LongAdder();
        PlainRows.readPhones(list, (digests, length) -> bytes.add(length));
        tell("phoneSeconds", System.nanoTime() - begun);
        System.out.println("phones " + bytes.sum() / PlainRows.WIDTH);
    }

    private static void tell(String what, long nanos) {
        System.out.printf(Locale.ROOT, "%s %.3f%n", what, nanos / 1e9);
    }
}
