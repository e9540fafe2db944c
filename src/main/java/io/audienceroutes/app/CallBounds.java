package io.audienceroutes.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Limits the total time of each call to TikTok. A socket timeout limits only a single read: a server that sends one
 * byte per second would block its stage for hours. If the response is not complete within the limit, its connection is
 * closed. The HTTP client itself never retries: retries belong to the retry budget, which respects the rate limits.
 */
final class CallBounds implements HttpClientConfigurer, AutoCloseable {
    /** One byte more than the largest response that is read. */
    private static final int MOST_BYTES = (16 << 20) + 1;

    private final Duration connecting;
    private final Duration answering;
    private final Runnable beforeWire;
    private final ScheduledThreadPoolExecutor timer;
    private final Set<Runnable> cuts = ConcurrentHashMap.newKeySet();

    /**
     * Bounds by these times.
     *
     * @param beforeWire throws if the call must no longer be sent; run when the connection is established
     */
    CallBounds(Duration connecting, Duration answering, Runnable beforeWire) {
        this.connecting = connecting;
        this.answering = answering;
        this.beforeWire = beforeWire;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "call-bounds");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.disableAutomaticRetries();
        builder.addExecInterceptorBefore(
                ChainElement.CONNECT.name(), "whole-call", new Bound(connecting.plus(answering), () -> {}));
        builder.addExecInterceptorBefore(
                ChainElement.MAIN_TRANSPORT.name(), "whole-answer", new Bound(answering, beforeWire));
    }

    /**
     * The process is about to end: calls that are still in flight then are aborted, and their effect is unknown until
     * the next start.
     */
    void endWithin(Duration patience) {
        ScheduledFuture<?> unused =
                timer.schedule(() -> cuts.forEach(Runnable::run), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Runs the rest of the chain within a time limit, and returns a response that was read completely. */
    private final class Bound implements ExecChainHandler {
        private final Duration most;
        private final Runnable check;

        private Bound(Duration most, Runnable check) {
            this.most = most;
            this.check = check;
        }

        @Override
        public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
                throws IOException, HttpException {
            check.run();
            AtomicBoolean over = new AtomicBoolean();
            Runnable cut = () -> {
                over.set(true);
                scope.execRuntime.discardEndpoint();
            };
            cuts.add(cut);
            ScheduledFuture<?> bound = timer.schedule(cut, most.toMillis(), TimeUnit.MILLISECONDS);
            try {
                ClassicHttpResponse response = chain.proceed(request, scope);
                read(response, scope);
                return response;
            } catch (IOException | IllegalStateException e) {
                // The client does not expect its connection to be closed while it uses it
                if (over.get()) {
                    throw tooLate(e);
                }
                throw e;
            } finally {
                bound.cancel(false);
                cuts.remove(cut);
            }
        }

        private SocketTimeoutException tooLate(Exception cause) {
            SocketTimeoutException tooLate = new SocketTimeoutException(
                    "the complete response did not arrive within " + most.toMillis() + " ms");
            tooLate.initCause(cause);
            return tooLate;
        }
    }

    private static void read(ClassicHttpResponse response, ExecChain.Scope scope) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null || entity.isRepeatable()) {
            return;
        }
        try (InputStream content = entity.getContent()) {
            byte[] bytes = content.readNBytes(MOST_BYTES);
            if (bytes.length == MOST_BYTES) {
                scope.execRuntime.discardEndpoint();
            } else {
                scope.execRuntime.releaseEndpoint();
            }
            response.setEntity(new ByteArrayEntity(
                    bytes, ContentType.parseLenient(entity.getContentType()), entity.getContentEncoding()));
        }
    }
}
