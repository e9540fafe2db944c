package io.audienceroutes.source;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.SftpException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.remote.SftpRemoteFile;

/** A folder on an SFTP server, over the connection that the pick-up has open. */
final class SftpFiles implements FilePlace {
    private final GenericFileOperations<SftpRemoteFile<?>> operations;
    private final String archive;

    SftpFiles(GenericFileOperations<SftpRemoteFile<?>> operations, String archive) {
        this.operations = operations;
        this.archive = archive;
    }

    @Override
    public Optional<FileStamp> stamp(String path) throws IOException {
        try {
            SftpRemoteFile<?>[] found = operations.listFiles(path);
            return found == null || found.length != 1
                    ? Optional.empty()
                    : Optional.of(new FileStamp(found[0].getFileLength(), found[0].getLastModified(), ""));
        } catch (GenericFileOperationFailedException e) {
            if (e.getCause() instanceof SftpException refusal && refusal.id == ChannelSftp.SSH_FX_NO_SUCH_FILE) {
                return Optional.empty();
            }
            throw failed("stat", e);
        }
    }

    @Override
    public void requireArchive() throws IOException {
        try {
            String here = operations.getCurrentDirectory();
            if (!operations.buildDirectory(archive, archive.startsWith("/"))) {
                throw new FileNotFoundException(archive);
            }
            // A file of that name looks like a folder to the call above: only a folder can be entered
            operations.changeCurrentDirectory(archive);
            operations.changeCurrentDirectory(here);
        } catch (GenericFileOperationFailedException e) {
            throw failed("enter the archive", e);
        }
    }

    @Override
    public boolean move(String path, String archiveName) throws IOException {
        String target = archive + "/" + archiveName;
        if (stamp(target).isPresent()) {
            return false;
        }
        rename(path, target);
        return true;
    }

    @Override
    public void moveBack(String archiveName, String path) throws IOException {
        rename(archive + "/" + archiveName, path);
    }

    @Override
    public Optional<FileStamp> archived(String archiveName) throws IOException {
        return stamp(archive + "/" + archiveName);
    }

    private void rename(String from, String to) throws IOException {
        try {
            if (!operations.renameFile(from, to)) {
                throw new IOException("The server did not rename the file");
            }
        } catch (GenericFileOperationFailedException e) {
            throw failed("rename", e);
        }
    }

    @Override
    public void delete(String path) throws IOException {
        try {
            if (!operations.deleteFile(path)) {
                throw new IOException("The server did not delete the file");
            }
        } catch (GenericFileOperationFailedException e) {
            throw failed("delete", e);
        }
    }

    /** JSch takes these signs for a pattern or for a quote, and would work on other files. */
    @Override
    public Optional<String> problemOf(String name) {
        return name.matches("(?s).*[*?\\\\].*")
                ? Optional.of("its name holds one of * ? \\, which an SFTP client takes for a pattern")
                : Optional.empty();
    }

    private static IOException failed(String what, GenericFileOperationFailedException e) {
        return new IOException("The server refused to " + what, e);
    }
}
