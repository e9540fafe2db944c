package io.audienceroutes.workflow;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/**
 * A process that holds leases: machine, process id, start of the process, and a random part that tells two bundles in
 * one process apart.
 */
public record ProcessOwner(String machine, long pid, long startedAtMillis, String unique) {
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

    /** Whether the process ran on this machine and is gone; false where that cannot be told. */
    boolean diedOnThisMachine() {
        return machine.equals(thisMachine())
                && ProcessHandle.of(pid)
                        .map(process -> startOf(process) != startedAtMillis)
                        .orElse(true);
    }

    @Override
    public String toString() {
        return machine + "/" + pid + "/" + startedAtMillis + "/" + unique;
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** Host name and, where Linux tells it, the boot id: a process id says nothing after a reboot or in another container. */
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
