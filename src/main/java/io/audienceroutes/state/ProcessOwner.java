package io.audienceroutes.state;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/**
 * A process that holds leases: machine, process id, start of the process, and a random part that distinguishes two
 * bundles in one process.
 */
public record ProcessOwner(String machine, long pid, long startedAt, String unique) {
    /** Field 22 of {@code /proc/PID/stat}, counted from the field behind the process's name. */
    private static final int START_BEHIND_NAME = 19;

    /** This process. */
    public static ProcessOwner here() {
        ProcessHandle self = ProcessHandle.current();
        return new ProcessOwner(
                thisMachine(),
                self.pid(),
                startOf(self),
                UUID.randomUUID().toString().substring(0, 8));
    }

    static ProcessOwner parse(String text) {
        String[] parts = text.split("/", -1);
        return new ProcessOwner(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]), parts[3]);
    }

    /** Whether the process ran on this machine and has ended; false if that is unknown. */
    boolean diedOnThisMachine() {
        return machine.equals(thisMachine())
                && ProcessHandle.of(pid)
                        .map(process -> startOf(process) != startedAt)
                        .orElse(true);
    }

    @Override
    public String toString() {
        return machine + "/" + pid + "/" + startedAt + "/" + unique;
    }

    /**
     * On Linux, ticks since boot: the platform's start instant moves when the clock is set, and a live process would
     * look like another one.
     */
    private static long startOf(ProcessHandle process) {
        Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
        try {
            String text = Files.isReadable(stat) ? Files.readString(stat) : "";
            String[] behindName =
                    text.substring(text.lastIndexOf(')') + 1).strip().split(" ", -1);
            if (behindName.length > START_BEHIND_NAME) {
                return Long.parseLong(behindName[START_BEHIND_NAME]);
            }
        } catch (IOException | NumberFormatException e) {
            return 0L;
        }
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** Host name and, on Linux, the boot id: a process id is meaningless after a reboot or in another container. */
    private static String thisMachine() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unknown-host";
        }
        return host.replace('/', '-') + "+" + bootId();
    }

    private static String bootId() {
        Path bootId = Path.of("/proc/sys/kernel/random/boot_id");
        try {
            return Files.isReadable(bootId) ? Files.readString(bootId).strip() : "";
        } catch (IOException e) {
            return "";
        }
    }
}
