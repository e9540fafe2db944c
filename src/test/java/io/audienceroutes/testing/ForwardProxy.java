package io.audienceroutes.testing;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.littleshoot.proxy.HttpFilters;
import org.littleshoot.proxy.HttpFiltersAdapter;
import org.littleshoot.proxy.HttpFiltersSourceAdapter;
import org.littleshoot.proxy.HttpProxyServer;
import org.littleshoot.proxy.ProxyAuthenticator;
import org.littleshoot.proxy.impl.DefaultHttpProxyServer;

/** A real HTTP forward proxy (LittleProxy) on a free port that asks for a login and notes what it lets through. */
public final class ForwardProxy implements AutoCloseable {
    /** The name that it lets in. */
    public static final String USERNAME = "routes";

    private final Queue<String> tunnels = new ConcurrentLinkedQueue<>();
    private final HttpProxyServer server;

    /** Starts it; this password opens it. */
    public ForwardProxy(String password) {
        server = DefaultHttpProxyServer.bootstrap()
                .withAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .withProxyAuthenticator(new ProxyAuthenticator() {
                    @Override
                    public boolean authenticate(String username, String given) {
                        return username.equals(USERNAME) && given.equals(password);
                    }

                    @Override
                    public String getRealm() {
                        return "example";
                    }
                })
                .withFiltersSource(new HttpFiltersSourceAdapter() {
                    @Override
                    public HttpFilters filterRequest(HttpRequest request) {
                        if (request.method().equals(HttpMethod.CONNECT)) {
                            tunnels.add(request.uri());
                        }
                        return new HttpFiltersAdapter(request);
                    }
                })
                .start();
    }

    /** Where it listens. */
    public String address() {
        return "http://127.0.0.1:" + server.getListenAddress().getPort();
    }

    /** The hosts and ports that tunnels were opened to. */
    public Queue<String> tunnels() {
        return tunnels;
    }

    @Override
    public void close() {
        server.abort();
    }
}
