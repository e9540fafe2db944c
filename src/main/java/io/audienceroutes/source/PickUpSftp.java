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
 * Camel's {@code sftp} with separate sessions for each source: one login per poll, because servers lock accounts, and
 * algorithms that one source allows apply only to that source (Camel sets them for the whole process).
 */
@Component(PickUpSftp.SCHEME)
final class PickUpSftp extends SftpComponent {
    static final String SCHEME = "sftp";

    /** The maximum number of listed files: all are in memory, and a malicious server may list endlessly. */
    static final int MOST_FILES = 100_000;

    private static final Field CHANNEL = channelField();

    private PickUpSftp() {}

    /** Replaces Camel's component, if not done yet. */
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

    /** Whether another thread than the polling one may call this: JSch wakes the thread that waits for a response. */
    static void hangUp(org.apache.camel.Endpoint endpoint) {
        if (endpoint instanceof Endpoint ours) {
            Optional.ofNullable(ours.session.get()).ifPresent(Session::disconnect);
        }
    }

    static void allow(org.apache.camel.Endpoint endpoint, SshAlgorithms algorithms) {
        ((Endpoint) endpoint).algorithms = algorithms;
    }

    /** Additional algorithms are listed after JSch's defaults: the newest that both support is used. */
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

    /** Camel does not expose the channel, and its own listing is unlimited. */
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
            throw new IllegalStateException("This version of Camel has its channel in another place", e);
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
