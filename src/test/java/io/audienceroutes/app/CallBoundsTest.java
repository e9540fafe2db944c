package io.audienceroutes.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that sends a byte now and then holds a call no longer than the whole answer may take. */
final class CallBoundsTest {
    private static final Duration ANSWER = Duration.ofMillis(700);
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n";

    private ServerSocket door;

    @BeforeEach
    void open() throws IOException {
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        door.close();
    }

    @Test
    @Timeout(20)
    void dribblingBodyIsCut() {
        answerWith(HEAD, "x".repeat(40));

        assertCut();
    }

    @Test
    @Timeout(20)
    void dribblingHeaderIsCut() {
        answerWith("", HEAD);

        assertCut();
    }

    @Test
    void connectionsOfWholeAnswersAreUsedAgain() throws IOException {
        answerWith(HEAD + "x".repeat(40), "");
        try (PoolingHttpClientConnectionManager pool = new PoolingHttpClientConnectionManager();
                CallBounds bounds = new CallBounds(ANSWER, ANSWER, () -> {});
                CloseableHttpClient client = client(pool, bounds)) {
            for (int call = 0; call < 3; call++) {
                String answered = client.execute(
                        request(),
                        answer -> new String(answer.getEntity().getContent().readAllBytes(), StandardCharsets.UTF_8));
                assertThat(answered).isEqualTo("x".repeat(40));
                assertThat(pool.getTotalStats().getLeased()).isZero();
            }
        }
    }

    @Test
    void callThatMustNotBeSentIsNotSent() throws IOException {
        answerWith(HEAD + "x".repeat(40), "");
        try (PoolingHttpClientConnectionManager pool = new PoolingHttpClientConnectionManager();
                CallBounds bounds = new CallBounds(ANSWER, ANSWER, () -> {
                    throw new IllegalArgumentException("lost");
                });
                CloseableHttpClient client = client(pool, bounds)) {
            assertThatThrownBy(() -> client.execute(request(), answer -> ""))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(pool.getTotalStats().getLeased()).isZero();
        }
    }

    private void assertCut() {
        long begun = System.nanoTime();
        try (PoolingHttpClientConnectionManager pool = new PoolingHttpClientConnectionManager();
                CallBounds bounds = new CallBounds(ANSWER, ANSWER, () -> {});
                CloseableHttpClient client = client(pool, bounds)) {
            assertThatThrownBy(() -> client.execute(request(), answer -> ""))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("the complete response did not arrive within 700 ms");
            // The thread that cut the call gives the connection back, maybe a moment later
            await().until(() -> pool.getTotalStats().getLeased() == 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }

    private static CloseableHttpClient client(PoolingHttpClientConnectionManager pool, CallBounds bounds) {
        HttpClientBuilder builder = HttpClientBuilder.create().setConnectionManager(pool);
        bounds.configureHttpClient(builder);
        return builder.build();
    }

    private HttpGet request() {
        return new HttpGet("http://127.0.0.1:" + door.getLocalPort() + "/");
    }

    /** Sends the first text at once and the other byte by byte, ten in a second. */
    private void answerWith(String atOnce, String slowly) {
        Thread server = new Thread(() -> accept(atOnce, slowly), "dribbling-server");
        server.setDaemon(true);
        server.start();
    }

    private void accept(String atOnce, String slowly) {
        while (!door.isClosed()) {
            try {
                Socket socket = door.accept();
                Thread each = new Thread(() -> serve(socket, atOnce, slowly), "dribbling-connection");
                each.setDaemon(true);
                each.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void serve(Socket socket, String atOnce, String slowly) {
        try (socket) {
            StringBuilder request = new StringBuilder();
            for (int read = socket.getInputStream().read();
                    read >= 0;
                    read = socket.getInputStream().read()) {
                request.append((char) read);
                if (request.toString().endsWith("\r\n\r\n")) {
                    request.setLength(0);
                    send(socket.getOutputStream(), atOnce, slowly);
                }
            }
        } catch (IOException e) {
            // The client went away, as it should
            assert socket.isClosed();
        }
    }

    private static void send(OutputStream out, String atOnce, String slowly) throws IOException {
        out.write(atOnce.getBytes(StandardCharsets.US_ASCII));
        for (byte each : slowly.getBytes(StandardCharsets.US_ASCII)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            out.write(each);
            out.flush();
        }
        out.flush();
    }
}
