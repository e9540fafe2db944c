package io.audienceroutes.source;

import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.ProxyHTTP;
import com.jcraft.jsch.ProxySOCKS5;
import com.jcraft.jsch.SocketFactory;
import io.audienceroutes.credential.Secrets;
import io.audienceroutes.destination.Source.SftpProxy;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** The proxy for an SFTP server; its password is read when a connection is opened. */
final class LateProxy implements Proxy {
    private final SftpProxy settings;
    private final Secrets secrets;
    private Proxy open;

    LateProxy(SftpProxy settings, Secrets secrets) {
        this.settings = settings;
        this.secrets = secrets;
    }

    @Override
    public void connect(SocketFactory factory, String host, int port, int timeout) throws Exception {
        open = settings.kind() == SftpProxy.Kind.HTTP ? http() : socks();
        open.connect(factory, host, port, timeout);
    }

    private Proxy http() {
        ProxyHTTP proxy = new ProxyHTTP(settings.host(), settings.port());
        settings.username().ifPresent(user -> proxy.setUserPasswd(user, password()));
        return proxy;
    }

    private Proxy socks() {
        ProxySOCKS5 proxy = new ProxySOCKS5(settings.host(), settings.port());
        settings.username().ifPresent(user -> proxy.setUserPasswd(user, password()));
        return proxy;
    }

    private String password() {
        return settings.passwordSecret().map(secrets::require).orElse("");
    }

    @Override
    public InputStream getInputStream() {
        return open.getInputStream();
    }

    @Override
    public OutputStream getOutputStream() {
        return open.getOutputStream();
    }

    @Override
    public Socket getSocket() {
        return open.getSocket();
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
        }
    }
}
