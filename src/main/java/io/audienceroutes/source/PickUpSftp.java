package io.audienceroutes.source;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.ChannelSftp.LsEntrySelector;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import io.audienceroutes.destination.Source.SshAlgorithms;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.remote.RemoteFileConfiguration;
import org.apache.camel.component.file.remote.SftpComponent;
import org.apache.camel.component.file.remote.SftpConfiguration;
import org.apache.camel.component.file.remote.SftpEndpoint;
import org.apache.camel.component.file.remote.SftpOperations;
import org.apache.camel.component.file.remote.SftpRemoteFile;
import org.apache.camel.component.file.remote.SftpRemoteFileJCraft;
import org.apache.camel.spi.annotations.Component;

/**
 * Camel's {@code sftp} with sessions of its own for each source: one log-in a look, because servers lock accounts out, and
 * algorithms that one source allows are allowed for that source alone (Camel sets them for the whole process).
 */
@Component(PickUpSftp.SCHEME)
final class PickUpSftp extends SftpComponent {
    static final String SCHEME = "sftp";

    /** What a folder may list: all of it is in memory at once, and a hostile server may list without end. */
    static final int MOST_FILES = 100_000;

    private static final Field CHANNEL = channelField();

    private PickUpSftp() {}

    /** Takes the place of Camel's component, unless it has it already. */
    static void in(CamelContext camel) {
        synchronized (camel) {
            if (!(camel.hasComponent(SCHEME) instanceof PickUpSftp)) {
                camel.removeComponent(SCHEME);
                camel.addComponent(SCHEME, new PickUpSftp());
            }
        }
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // as the method that it overrides has it
    protected GenericFileEndpoint<SftpRemoteFile> buildFileEndpoint(
            String uri, String remaining, Map<String, Object> parameters) throws Exception {
        SftpEndpoint usual = (SftpEndpoint) super.buildFileEndpoint(uri, remaining, parameters);
        return new Endpoint(uri, this, usual.getConfiguration());
    }

    /** Whether this may be called by another thread than the one that looks: JSch wakes whoever waits for an answer. */
    static void hangUp(org.apache.camel.Endpoint endpoint) {
        if (endpoint instanceof Endpoint ours) {
            Optional.ofNullable(ours.session.get()).ifPresent(Session::disconnect);
        }
    }

    static void allow(org.apache.camel.Endpoint endpoint, SshAlgorithms algorithms) {
        ((Endpoint) endpoint).algorithms = algorithms;
    }

    /** What is allowed stands behind what JSch offers by itself: the newest that both have is used. */
    static void configure(Session session, SshAlgorithms algorithms) {
        session.setConfig("MaxAuthTries", "1");
        add(session, "kex", algorithms.keyExchange());
        add(session, "server_host_key", algorithms.hostKey());
        add(session, "cipher.s2c", algorithms.cipher());
        add(session, "cipher.c2s", algorithms.cipher());
        add(session, "mac.s2c", algorithms.mac());
        add(session, "mac.c2s", algorithms.mac());
        add(session, "PubkeyAcceptedAlgorithms", algorithms.hostKey());
    }

    private static void add(Session session, String name, List<String> more) {
        if (!more.isEmpty()) {
            session.setConfig(name, JSch.getConfig(name) + "," + String.join(",", more));
        }
    }

    /** The endpoint of one source. */
    private static final class Endpoint extends SftpEndpoint {
        private final AtomicReference<Session> session = new AtomicReference<>();
        private volatile SshAlgorithms algorithms = SshAlgorithms.usual();

        Endpoint(String uri, SftpComponent component, SftpConfiguration configuration) {
            super(uri, component, configuration);
        }

        @Override
        public SftpOperations createRemoteFileOperations() {
            SftpOperations operations = new Operations(getProxy());
            operations.setEndpoint(this);
            return operations;
        }

        /** Camel's, with the session of this source and listings that have an end. */
        private final class Operations extends SftpOperations {
            Operations(Proxy proxy) {
                super(proxy);
            }

            @Override
            protected Session createSession(RemoteFileConfiguration configuration) throws JSchException {
                Session created = super.createSession(configuration);
                configure(created, algorithms);
                session.set(created);
                return created;
            }

            @Override
            public SftpRemoteFile<?>[] listFiles(String path) {
                List<SftpRemoteFile<?>> found = new ArrayList<>();
                try {
                    channelOf(this).ls(path, entry -> {
                        found.add(new SftpRemoteFileJCraft(entry));
                        return found.size() > MOST_FILES ? LsEntrySelector.BREAK : LsEntrySelector.CONTINUE;
                    });
                } catch (SftpException e) {
                    throw new GenericFileOperationFailedException("Cannot list " + path, e);
                }
                if (found.size() > MOST_FILES) {
                    throw new TooManyFiles();
                }
                return found.toArray(SftpRemoteFile<?>[]::new);
            }
        }
    }

    /** Camel keeps the channel to itself; its own listing takes whatever comes. */
    private static ChannelSftp channelOf(SftpOperations operations) {
        try {
            return (ChannelSftp) CHANNEL.get(operations);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The channel was made accessible", e);
        }
    }

    private static Field channelField() {
        try {
            Field channel = SftpOperations.class.getDeclaredField("channel");
            channel.setAccessible(true);
            return channel;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("This Camel keeps its channel elsewhere", e);
        }
    }

    /** A folder lists more than {@link #MOST_FILES}. */
    static final class TooManyFiles extends GenericFileOperationFailedException {
        private static final long serialVersionUID = 1L;

        TooManyFiles() {
            super("More than " + MOST_FILES + " files");
        }
    }
}
