package io.audienceroutes.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** Posts each chunk of digests as one batch, as TikTok wants it. */
final class PlainSender implements AutoCloseable {
    private static final int IN_FLIGHT = 8;
    private static final int WIDTH = PlainPartitions.WIDTH;
    private static final byte[] HEAD = ascii("{\"advertiser_ids\":[\"7000000000000000001\"],\"action\":\"add\","
            + "\"id_schema\":[\"EMAIL_SHA256\"],\"batch_data\":[");
    private static final byte[] BEFORE = ascii("[{\"id\":\"");
    private static final byte[] AFTER = ascii("\",\"audience_ids\":[\"7100000000000000001\"]}]");
    private static final byte[] HEX = ascii("0123456789abcdef");

    private final int port;
    private final ExecutorService senders = Executors.newFixedThreadPool(IN_FLIGHT);
    private final Semaphore room = new Semaphore(IN_FLIGHT);
    private final AtomicReference<IOException> failure = new AtomicReference<>();

    PlainSender(int port) {
        this.port = port;
    }

    /** Sends while the caller goes on; waits where enough is on its way. */
    void send(byte[] digests, int length) throws InterruptedException {
        if (length == 0) {
            return;
        }
        room.acquire();
        senders.execute(() -> {
            try {
                post(digests, length);
            } catch (IOException e) {
                failure.set(e);
            } finally {
                room.release();
            }
        });
    }

    /** Waits for the results. */
    @Override
    public void close() throws IOException {
        try {
            room.acquire(IN_FLIGHT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        senders.shutdown();
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    private void post(byte[] digests, int length) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                new URL("http://127.0.0.1:" + port + "/open_api/v1.3/segment/mapping/").openConnection();
        byte[] body = body(digests, length);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        connection.setRequestProperty("Content-Type", "application/json");
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        String answer = new String(connection.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        if (!answer.startsWith("{\"code\":0,")) {
            throw new IOException("The sink answered " + answer);
        }
    }

    private static byte[] body(byte[] digests, int length) {
        int members = length / WIDTH;
        byte[] body = new byte[HEAD.length + members * (BEFORE.length + 2 * WIDTH + AFTER.length + 1) + 1];
        int at = put(HEAD, body, 0);
        for (int member = 0; member < members; member++) {
            if (member > 0) {
                body[at++] = ',';
            }
            at = put(BEFORE, body, at);
            for (int i = member * WIDTH; i < (member + 1) * WIDTH; i++) {
                body[at++] = HEX[(digests[i] >> 4) & 0x0f];
                body[at++] = HEX[digests[i] & 0x0f];
            }
            at = put(AFTER, body, at);
        }
        body[at++] = ']';
        body[at++] = '}';
        return Arrays.copyOf(body, at);
    }

    private static int put(byte[] part, byte[] body, int at) {
        System.arraycopy(part, 0, body, at, part.length);
        return at + part.length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
