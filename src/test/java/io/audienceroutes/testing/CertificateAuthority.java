package io.audienceroutes.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority of its own, made with the JDK's keytool, and the server certificates that it signs. */
public final class CertificateAuthority {
    /** What opens every key store made here. */
    public static final String PASSWORD = "for-tests-only";

    private static final String NAME = "CN=Example Test Authority";

    private final Path folder;

    /** Makes the authority's files in this folder. */
    public CertificateAuthority(Path folder) {
        this.folder = folder;
        keytool("-genkeypair", "-alias", "ca", "-dname", NAME, "-ext", "bc:c", "-keystore", file("ca.p12"));
        keytool("-exportcert", "-rfc", "-alias", "ca", "-keystore", file("ca.p12"), "-file", file("ca.pem"));
        keytool("-importcert", "-noprompt", "-alias", "ca", "-file", file("ca.pem"), "-keystore", file("trusted.p12"));
    }

    /** The authority's certificate in PEM form. */
    public Path pem() {
        return folder.resolve("ca.pem");
    }

    /** The authority's certificate in a PKCS#12 file. */
    public Path trustStore() {
        return folder.resolve("trusted.p12");
    }

    /** A PKCS#12 file with a key and a certificate for this host, such as {@code IP:127.0.0.1}. */
    public Path serverFor(String subjectAlternativeName) {
        String store = file("server.p12");
        keytool("-genkeypair", "-alias", "server", "-dname", "CN=Example Server", "-keystore", store);
        keytool("-certreq", "-alias", "server", "-keystore", store, "-file", file("server.csr"));
        keytool(
                "-gencert",
                "-rfc",
                "-alias",
                "ca",
                "-keystore",
                file("ca.p12"),
                "-infile",
                file("server.csr"),
                "-outfile",
                file("server.pem"),
                "-ext",
                "san=" + subjectAlternativeName);
        keytool("-importcert", "-noprompt", "-alias", "ca", "-file", file("ca.pem"), "-keystore", store);
        keytool("-importcert", "-noprompt", "-alias", "server", "-file", file("server.pem"), "-keystore", store);
        keytool("-delete", "-alias", "ca", "-keystore", store);
        return Path.of(store);
    }

    /** A client's TLS that trusts this authority and no other. */
    public SSLContext client() {
        try (InputStream in = Files.newInputStream(trustStore())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static void keytool(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        if (arguments[0].equals("-genkeypair")) {
            command.addAll(List.of("-keyalg", "EC"));
        }
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
