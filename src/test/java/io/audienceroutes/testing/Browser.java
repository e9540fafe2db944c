package io.audienceroutes.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What an account owner's browser, or a caller of the API, does by HTTP. */
public final class Browser {
    private final HttpClient following =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    private final HttpClient staying = HttpClient.newHttpClient();

    /** A port that is free at this moment. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens an address and goes wherever it leads. */
    public HttpResponse<String> open(String address) {
        return send(following, HttpRequest.newBuilder(URI.create(address)).build());
    }

    /** Opens an address and answers where it would lead. */
    public String whereto(String address) {
        return send(staying, HttpRequest.newBuilder(URI.create(address)).build())
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    /** Calls the API. */
    public HttpResponse<String> call(String method, String address, String authorization) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address)).method(method, HttpRequest.BodyPublishers.noBody());
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return send(staying, request.build());
    }

    /** Asks for a page, or sends an empty form, in a session. */
    public HttpResponse<String> inSession(String method, String address, String secret, String csrfToken) {
        return send(
                staying,
                HttpRequest.newBuilder(URI.create(address))
                        .header("Cookie", "session=" + secret)
                        .header("X-CSRF-Token", csrfToken)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build());
    }

    /** Calls the API with a text. */
    public HttpResponse<String> call(String method, String address, String authorization, String text) {
        return send(
                staying,
                HttpRequest.newBuilder(URI.create(address))
                        .header("Authorization", authorization)
                        .header("Content-Type", "text/plain")
                        .method(method, HttpRequest.BodyPublishers.ofString(text))
                        .build());
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
