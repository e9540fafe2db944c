package io.audienceroutes.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.SecureSocketProtocolsParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.routing.DefaultProxyRoutePlanner;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * How the one HTTP step reaches TikTok: TLS 1.2 or later, with certificates trusted by Java or by a file, directly or
 * through an HTTP proxy. The proxy is bound as {@code tiktokProxy} for route {@code attempt-tiktok-call}.
 */
public final class TikTokConnection {
    private static final String TRUST_STORE = "tiktok.trust-store-file";
    private static final String TRUST_STORE_SECRET = "tiktok.trust-store-secret-name";
    private static final String PROXY = "tiktok.proxy";
    private static final String PROXY_USERNAME = "tiktok.proxy-username";
    private static final String PROXY_SECRET = "tiktok.proxy-secret-name";
    private static final String PEM = "-----BEGIN CERTIFICATE-----";

    private final SSLContextParameters tls;
    private final Optional<Proxy> proxy;
    private final URI sandbox;

    private TikTokConnection(SSLContextParameters tls, Optional<Proxy> proxy, URI sandbox) {
        this.tls = tls;
        this.proxy = proxy;
        this.sandbox = sandbox;
    }

    /**
     * Reads the settings.
     *
     * @param secrets the value of a secret by its name
     * @throws InvalidSettings when the proxy's address or the trust store cannot be used
     */
    static TikTokConnection of(BundleSettings settings, UnaryOperator<String> secrets) {
        URI sandbox = URI.create(settings.text("sandbox.base-url"));
        return new TikTokConnection(tls(settings, secrets), proxy(settings, secrets), sandbox);
    }

    /** Binds the settings of the HTTP client: the proxy, and these limits of each call. */
    void bindTo(Registry registry, HttpClientConfigurer bounds) {
        HttpClientConfigurer way = configurer();
        registry.bind("tiktokProxy", (HttpClientConfigurer) builder -> {
            way.configureHttpClient(builder);
            bounds.configureHttpClient(builder);
        });
    }

    /** With TLS parameters, Camel also uses TLS for an http:// address, which the simulator does not support. */
    void protect(CamelContext camel, String baseUrl) {
        if (baseUrl.startsWith("https:")) {
            camel.getComponent("http", HttpComponent.class).setSslContextParameters(tls);
        }
    }

    public SSLContextParameters tls() {
        return tls;
    }

    public Optional<Proxy> proxy() {
        return proxy;
    }

    /** The HTTP proxy on the way, and how to log in to it. */
    public record Proxy(String host, int port, Optional<Login> login) {}

    /** Not a record: its text would show the password. */
    public static final class Login {
        private final String username;
        private final char[] password;

        Login(String username, char[] password) {
            this.username = username;
            this.password = password;
        }

        public String username() {
            return username;
        }

        public char[] password() {
            return password.clone();
        }
    }

    private static SSLContextParameters tls(BundleSettings settings, UnaryOperator<String> secrets) {
        SecureSocketProtocolsParameters protocols = new SecureSocketProtocolsParameters();
        protocols.setSecureSocketProtocol(List.of("TLSv1.3", "TLSv1.2"));
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setSecureSocketProtocols(protocols);
        given(settings, TRUST_STORE).ifPresent(file -> {
            Optional<String> password = given(settings, TRUST_STORE_SECRET).map(secrets);
            parameters.setTrustManagers(trusting(settings.path(TRUST_STORE), password));
        });
        return parameters;
    }

    private static TrustManagersParameters trusting(Path file, Optional<String> password) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store(file, password));
            TrustManagersParameters trust = new TrustManagersParameters();
            for (TrustManager manager : factory.getTrustManagers()) {
                trust.setTrustManager(manager);
            }
            return trust;
        } catch (IOException | GeneralSecurityException e) {
            throw new InvalidSettings(TRUST_STORE
                    + " cannot be used: expected a file of certificates in PEM form, or a"
                    + " PKCS#12 or JKS file that the secret named by " + TRUST_STORE_SECRET + " opens, but found at "
                    + file
                    + ": " + e.getClass().getSimpleName() + ". Correct the setting or the file.");
        }
    }

    private static KeyStore store(Path file, Optional<String> password) throws IOException, GeneralSecurityException {
        byte[] bytes = Files.readAllBytes(file);
        if (!new String(bytes, StandardCharsets.ISO_8859_1).contains(PEM)) {
            char[] opening = password.map(String::toCharArray).orElse(null);
            return KeyStore.getInstance(file.toFile(), opening);
        }
        Collection<? extends Certificate> certificates =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes));
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("trusted-" + number++, certificate);
        }
        return store;
    }

    private HttpClientConfigurer configurer() {
        return builder -> proxy.ifPresent(way -> {
            HttpHost host = new HttpHost("http", way.host(), way.port());
            builder.setRoutePlanner(new DefaultProxyRoutePlanner(host) {
                @Override
                protected HttpHost determineProxy(HttpHost target, HttpContext context) throws HttpException {
                    return isSandbox(target) ? null : super.determineProxy(target, context);
                }
            });
            way.login().ifPresent(login -> {
                BasicCredentialsProvider provider = new BasicCredentialsProvider();
                provider.setCredentials(
                        new AuthScope(host), new UsernamePasswordCredentials(login.username(), login.password()));
                builder.setDefaultCredentialsProvider(provider);
            });
        });
    }

    /** A rehearsal stays on this machine. */
    private boolean isSandbox(HttpHost target) {
        return target.getHostName().equals(sandbox.getHost()) && target.getPort() == sandbox.getPort();
    }

    private static Optional<Proxy> proxy(BundleSettings settings, UnaryOperator<String> secrets) {
        Optional<String> username = given(settings, PROXY_USERNAME);
        Optional<String> secret = given(settings, PROXY_SECRET);
        if (username.isPresent() != secret.isPresent()) {
            throw new InvalidSettings("The proxy's login is incomplete: expected " + PROXY_USERNAME + " and "
                    + PROXY_SECRET + ", or neither, but found only one of them.");
        }
        return given(settings, PROXY).map(TikTokConnection::address).map(address -> {
            // Read at startup, so that a missing secret is reported by name before anything runs
            Optional<Login> login = username.map(
                    name -> new Login(name, secrets.apply(secret.orElseThrow()).toCharArray()));
            return new Proxy(address.getHost(), address.getPort(), login);
        });
    }

    private static URI address(String text) {
        try {
            URI address = new URI(text);
            boolean plain = address.getUserInfo() == null
                    && address.getQuery() == null
                    && (address.getPath().isEmpty() || address.getPath().equals("/"));
            if ("http".equals(address.getScheme()) && address.getHost() != null && address.getPort() > 0 && plain) {
                return address;
            }
        } catch (URISyntaxException e) {
            // Reported below; the text may contain a password, so it is not quoted
        }
        throw new InvalidSettings(PROXY + " cannot be used: expected http://HOST:PORT without user, password or path,"
                + " but found something else. Set user and password with their own keys.");
    }

    private static Optional<String> given(BundleSettings settings, String key) {
        return settings.find(key).filter(value -> !value.isEmpty());
    }
}
