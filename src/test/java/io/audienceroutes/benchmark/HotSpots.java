package io.audienceroutes.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Where a recording of Java Flight Recorder saw the processors: samples by the work that they belong to. */
final class HotSpots {
    /** The first of these that a stack names, from its top, is the work that it belongs to. */
    private static final Map<String, String> WORK = work();

    private HotSpots() {}

    static String of(Path recording) throws IOException {
        Map<String, Integer> samples = new TreeMap<>();
        int all = 0;
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                String type = event.getEventType().getName();
                if (type.equals("jdk.ExecutionSample") || type.equals("jdk.NativeMethodSample")) {
                    String work = workOf(event);
                    if (!work.equals("waiting")) {
                        samples.merge(work, 1, Integer::sum);
                        all++;
                    }
                }
            }
        }
        int total = all;
        return "Where the time goes (share of samples):\n"
                + samples.entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                        .map(entry -> String.format("  %3d%%  %s", 100L * entry.getValue() / total, entry.getKey()))
                        .collect(Collectors.joining("\n"));
    }

    private static String workOf(RecordedEvent event) {
        if (event.getStackTrace() == null) {
            return "unknown";
        }
        for (RecordedFrame frame : event.getStackTrace().getFrames()) {
            String method = frame.getMethod().getType().getName() + "."
                    + frame.getMethod().getName();
            for (Map.Entry<String, String> work : WORK.entrySet()) {
                if (method.startsWith(work.getKey())) {
                    return work.getValue();
                }
            }
        }
        return "other";
    }

    private static Map<String, String> work() {
        Map<String, String> work = new LinkedHashMap<>();
        work.put("sun.nio.ch.EPoll", "waiting");
        work.put("sun.nio.ch.Net.accept", "waiting");
        work.put("sun.nio.ch.Net.poll", "waiting");
        work.put("sun.nio.ch.NioSocketImpl.park", "waiting");
        work.put("sun.security.provider", "SHA-256");
        work.put("java.security.MessageDigest", "SHA-256");
        work.put("org.apache.commons.csv", "CSV (commons-csv under camel-csv)");
        work.put("io.audienceroutes.format", "format: bytes to records");
        work.put("io.audienceroutes.segment", "segment: rows to identifiers");
        work.put("io.audienceroutes.member.PartitionWriter", "member: partitions");
        work.put("io.audienceroutes.member.DigestPartitions", "member: partitions");
        work.put("io.audienceroutes.member", "member: sort and merge");
        work.put("io.audienceroutes.tiktok.MappingBody", "tiktok: bodies");
        work.put("io.audienceroutes.tiktok", "tiktok: calls");
        work.put("org.apache.hc", "HTTP client");
        work.put("io.audienceroutes.workflow", "workflow: the ledger");
        work.put("io.audienceroutes.state", "workflow: the ledger");
        work.put("org.sqlite", "workflow: the ledger");
        work.put("io.audienceroutes.source", "source and receiving");
        work.put("io.audienceroutes.stage.receive.ReceiveStage", "source and receiving");
        work.put("io.audienceroutes", "other rooms");
        work.put("org.apache.camel", "Camel");
        work.put("picocli", "start of the process");
        work.put("java.util.zip", "start of the process");
        return work;
    }
}
