package io.audienceroutes.source;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.SftpATTRS;
import com.jcraft.jsch.SftpException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.remote.SftpRemoteFile;

/** A folder on an SFTP server, over the pick-up's open connection. */
final class SftpFiles implements FilePlace {
    /** The replacement for invalid bytes in a name. */
    private static final char UNREADABLE = '\uFFFD';

    /** The bits of a file mode that contain its type. */
    private static final int TYPE_BITS = 0170000;

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
            // The call above treats a file with that name like a folder: only a folder can be entered
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

    /**
     * The server's listing is not trusted: a name with path elements could point outside the folder (CVE-2026-79983 in
     * camel-ftp). JSch treats some characters as patterns or quotes, and would access other files.
     */
    @Override
    public Optional<String> refusalOf(GenericFile<?> entry) {
        return refusalOf((SftpRemoteFile<?>) entry.getFile());
    }

    /** The same for a file as listed by the server. */
    static Optional<String> refusalOf(SftpRemoteFile<?> file) {
        String name = file.getFilename();
        if (name.indexOf('/') >= 0 || name.equals("..") || name.indexOf('\0') >= 0) {
            return Optional.of(
                    "the server lists it with a name that points outside the folder: the server is" + " faulty");
        }
        if (name.matches("(?s).*[*?\\\\].*")) {
            return Optional.of("its name contains * ? or \\, which an SFTP client treats as a pattern");
        }
        if (name.indexOf(UNREADABLE) >= 0) {
            return Optional.of("its name is not valid UTF-8; rename it on the server");
        }
        return file.getRemoteFile() instanceof ChannelSftp.LsEntry listed
                ? refusalOf(listed.getAttrs())
                : Optional.empty();
    }

    private static Optional<String> refusalOf(SftpATTRS attributes) {
        boolean typed = (attributes.getFlags() & SftpATTRS.SSH_FILEXFER_ATTR_PERMISSIONS) != 0
                && (attributes.getPermissions() & TYPE_BITS) != 0;
        if (typed && attributes.isLink()) {
            return Optional.of("it is a symbolic link, which is never followed on a server: put the file itself there");
        }
        return typed && !attributes.isReg()
                ? Optional.of("it is not a regular file, but a pipe, a socket or a device")
                : Optional.empty();
    }

    private static IOException failed(String what, GenericFileOperationFailedException e) {
        return new IOException("The server refused to " + what, e);
    }
}
