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
 * Bounds every call to TikTok as a whole. A time-out of the socket bounds one read only: a server that sends one byte a
 * second would hold its stage for hours. The answer is read within the bound, or its connection is closed. Nothing is
 * repeated by the HTTP client itself: that is the retry budget's, which keeps to the pace.
 */
final class CallBounds implements HttpClientConfigurer, AutoCloseable {
    /** One byte more than any answer that is read. */
    private static final int MOST_BYTES = (16 << 20) + 1;

    private final Duration connecting;
    private final Duration answering;
    private final Runnable beforeWire;
    private final ScheduledThreadPoolExecutor timer;
    private final Set<Runnable> cuts = ConcurrentHashMap.newKeySet();

    /**
     * Bounds by these times.
     *
     * @param beforeWire raises where the call must not be sent any more; run when the connection stands
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

    /** The process is to end: what is on its way then is cut, and its effect is unknown until the next start. */
    void endWithin(Duration patience) {
        ScheduledFuture<?> unused =
                timer.schedule(() -> cuts.forEach(Runnable::run), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Runs the rest of the chain within a time, and hands on an answer that was read to its end. */
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
                // A connection that is closed while the client works on it is a state that it does not expect
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
            SocketTimeoutException tooLate =
                    new SocketTimeoutException("the whole answer did not come within " + most.toMillis() + " ms");
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
