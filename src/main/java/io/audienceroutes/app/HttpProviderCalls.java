package io.audienceroutes.app;

import io.audienceroutes.people.ProviderCalls;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls to an identity provider over HTTP: 10 seconds for all of an answer, of at most a mebibyte, and no redirects. */
final class HttpProviderCalls implements ProviderCalls {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long MOST_BYTES = 1 << 20;
    private static final int TOO_LARGE = 599;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    @Override
    public Answer get(URI address) throws IOException {
        return send(HttpRequest.newBuilder(address).GET());
    }

    @Override
    public Answer post(URI address, String form, Optional<String> authorization) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
        authorization.ifPresent(value -> request.header("Authorization", value));
        return send(request);
    }

    private Answer send(HttpRequest.Builder request) throws IOException {
        CompletableFuture<HttpResponse<String>> response = client.sendAsync(
                request.header("Accept", "application/json").timeout(PATIENCE).build(),
                // A longer answer, or one that does not say its length and never ends, is ended by the clock
                info -> info.headers().firstValueAsLong("Content-Length").orElse(0) > MOST_BYTES
                        ? BodySubscribers.replacing("")
                        : BodySubscribers.ofString(StandardCharsets.UTF_8));
        try {
            HttpResponse<String> answer = response.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            boolean tooLarge =
                    answer.headers().firstValueAsLong("Content-Length").orElse(0) > MOST_BYTES;
            return new Answer(tooLarge ? TOO_LARGE : answer.statusCode(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The call was interrupted");
        } catch (TimeoutException e) {
            throw new IOException("The answer took too long", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            response.cancel(true);
        }
    }
}
