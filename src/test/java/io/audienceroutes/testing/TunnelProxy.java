package io.audienceroutes.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A proxy on a free loopback port that opens tunnels by host name, over HTTP's CONNECT (RFC 9110) or as SOCKS5 (RFC 1928), and
 * asks for a login where it is given a password. It notes what it lets through. It serves protocols in which the server
 * speaks first, as SSH does.
 */
public final class TunnelProxy implements AutoCloseable {
    /** The name that it lets in. */
    public static final String USERNAME = "routes";

    /** How it is spoken to. */
    public enum Kind {
        HTTP,
        SOCKS5
    }

    private static final int VERSION = 5;
    private static final int NO_LOGIN = 0;
    private static final int BY_PASSWORD = 2;
    private static final int NO_METHOD = 0xFF;
    private static final int CONNECT = 1;
    private static final int HOST_NAME = 3;
    private static final byte[] CONNECTED = {VERSION, 0, 0, 1, 0, 0, 0, 0, 0, 0};

    private final Queue<String> tunnels = new ConcurrentLinkedQueue<>();
    private final Kind kind;
    private final Optional<String> password;
    private final ServerSocket door;

    private TunnelProxy(Kind kind, Optional<String> password) throws IOException {
        this.kind = kind;
        this.password = password;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        run(this::accept);
    }

    /** One that this password opens, or that lets everybody in. */
    public static TunnelProxy start(Kind kind, Optional<String> password) throws IOException {
        return new TunnelProxy(kind, password);
    }

    public int port() {
        return door.getLocalPort();
    }

    /** The hosts and ports that tunnels were opened to. */
    public Queue<String> tunnels() {
        return tunnels;
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                run(() -> serve(client));
            } catch (IOException e) {
                // The door is closed
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            Optional<String> asked = kind == Kind.HTTP ? askedOverHttp(in, out) : askedOverSocks(in, out);
            if (asked.isEmpty()) {
                return;
            }
            String[] hostAndPort = asked.get().split(":", 2);
            try (Socket server = new Socket(hostAndPort[0], Integer.parseInt(hostAndPort[1]))) {
                tunnels.add(asked.get());
                out.write(kind == Kind.HTTP ? "HTTP/1.1 200 Connected\r\n\r\n".getBytes(UTF_8) : CONNECTED);
                out.flush();
                Thread up = run(() -> pump(client, server));
                pump(server, client);
                up.join();
            }
        } catch (IOException e) {
            // One side went away: so does the other
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where the client wants to go; empty where it was refused. */
    private Optional<String> askedOverHttp(DataInputStream in, OutputStream out) throws IOException {
        String target = line(in).split(" ", -1)[1];
        String login = "";
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.toLowerCase(Locale.ROOT).startsWith("proxy-authorization: basic ")) {
                login = new String(Base64.getDecoder().decode(header.substring(header.lastIndexOf(' ') + 1)), UTF_8);
            }
        }
        if (password.isPresent() && !login.equals(USERNAME + ":" + password.get())) {
            out.write(
                    "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"example\"\r\n\r\n"
                            .getBytes(UTF_8));
            out.flush();
            return Optional.empty();
        }
        return Optional.of(target);
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private Optional<String> askedOverSocks(DataInputStream in, OutputStream out) throws IOException {
        if (!lets(in, out)) {
            return Optional.empty();
        }
        byte[] request = in.readNBytes(4);
        if (request[1] != CONNECT || request[3] != HOST_NAME) {
            throw new IOException("expected a request to connect to a host by name");
        }
        return Optional.of(text(in) + ":" + in.readUnsignedShort());
    }

    private boolean lets(DataInputStream in, OutputStream out) throws IOException {
        in.readByte();
        byte[] methods = in.readNBytes(in.readUnsignedByte());
        int wanted = password.isPresent() ? BY_PASSWORD : NO_LOGIN;
        boolean offered = false;
        for (byte method : methods) {
            offered |= method == wanted;
        }
        out.write(new byte[] {VERSION, (byte) (offered ? wanted : NO_METHOD)});
        out.flush();
        if (!offered || password.isEmpty()) {
            return offered;
        }
        in.readByte();
        String name = text(in);
        String given = text(in);
        boolean right = USERNAME.equals(name) && password.get().equals(given);
        out.write(new byte[] {1, (byte) (right ? 0 : 1)});
        out.flush();
        return right;
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedByte()), UTF_8);
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            closeBoth(from, to);
        }
    }

    private static void closeBoth(Socket one, Socket other) {
        try (one;
                other) {
            one.setSoLinger(true, 0);
        } catch (SocketException e) {
            // The thread of the other direction has closed it already
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Thread run(Runnable work) {
        Thread thread = new Thread(work, "tunnel-proxy");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
