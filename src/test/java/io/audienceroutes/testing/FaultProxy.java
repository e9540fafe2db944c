package io.audienceroutes.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A TCP proxy on a free loopback port in front of a server, which cuts, swallows or slows what goes through it. */
public final class FaultProxy implements AutoCloseable {
    private static final int BUFFER = 4096;

    private final ServerSocket door;
    private volatile int server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicLong cutAfter = new AtomicLong(Long.MAX_VALUE);
    private volatile boolean refusing;
    private volatile boolean swallowing;
    private volatile boolean trickling;
    private volatile long pauseNanos;

    private FaultProxy(int server) throws IOException {
        this.server = server;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        run(this::accept, "fault-proxy");
    }

    /** In front of this port of this machine. */
    public static FaultProxy before(int port) {
        try {
            return new FaultProxy(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return door.getLocalPort();
    }

    /** Connections that were asked for so far. */
    public int connections() {
        return connections.get();
    }

    /** Connections that were cut so far. */
    public int cuts() {
        return cuts.get();
    }

    /** Cuts one connection with RST, once the server has sent so many bytes over it. */
    public void cutOnceAfter(long bytes) {
        cutAfter.set(bytes);
    }

    /** The server vanishes: open connections are cut, new ones end at once. */
    public void vanish() {
        refusing = true;
        open.forEach(FaultProxy::reset);
    }

    /** Everything is taken and nothing comes back: a black hole. */
    public void swallow() {
        swallowing = true;
    }

    /** A pause before each piece of at most 4 KiB that the server sends. */
    public void throttle(long nanos) {
        pauseNanos = nanos;
    }

    /** The server sends one byte, and the next one after this pause. */
    public void trickle(long nanos) {
        throttle(nanos);
        trickling = true;
    }

    /** From now on another server answers under this address. */
    public void leadTo(int port) {
        server = port;
        open.forEach(FaultProxy::reset);
    }

    /** The server is as it should be. */
    public void heal() {
        refusing = false;
        swallowing = false;
        pauseNanos = 0;
        trickling = false;
    }

    @Override
    public void close() throws IOException {
        door.close();
        open.forEach(FaultProxy::reset);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                connections.incrementAndGet();
                open.add(client);
                if (refusing) {
                    reset(client);
                } else {
                    connect(client);
                }
            } catch (IOException e) {
                // The door is closed, or the server is away: the client sees its connection end
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket upstream = new Socket();
        upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server));
        open.add(upstream);
        run(() -> pump(client, upstream, false), "fault-proxy-up");
        run(() -> pump(upstream, client, true), "fault-proxy-down");
    }

    private void pump(Socket from, Socket to, boolean down) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            long sent = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sent += read;
                if (down && sent > cutAfter.get() && cutAfter.getAndSet(Long.MAX_VALUE) < sent) {
                    cuts.incrementAndGet();
                    reset(to);
                    return;
                }
                if (down && pauseNanos > 0) {
                    LockSupport.parkNanos(pauseNanos);
                }
                int piece = down && trickling ? 1 : read;
                for (int at = 0; at < read && !swallowing; at += piece) {
                    if (at > 0) {
                        LockSupport.parkNanos(pauseNanos);
                    }
                    out.write(buffer, at, piece);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // One side went away: so does the other
            reset(to);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            // It is closed already, which is what is wanted
            return;
        }
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
