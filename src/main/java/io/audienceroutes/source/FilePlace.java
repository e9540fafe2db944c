package io.audienceroutes.source;

import java.io.IOException;
import java.util.Optional;
import org.apache.camel.component.file.GenericFile;

/**
 * The location of files: a local folder, or one on a server over its open connection. Paths are those of the Camel
 * component.
 */
interface FilePlace {
    /** The file at this path, or empty if there is none. */
    Optional<FileStamp> stamp(String path) throws IOException;

    /** Creates the archive if it is missing; throws if files cannot be moved there. */
    void requireArchive() throws IOException;

    /** Moves the file into the archive. False if the name is already taken; the existing file stays. */
    boolean move(String path, String archiveName) throws IOException;

    /** Takes a file back out of the archive. */
    void moveBack(String archiveName, String path) throws IOException;

    /** The file in the archive with this name. */
    Optional<FileStamp> archived(String archiveName) throws IOException;

    /** Deletes an existing file. */
    void delete(String path) throws IOException;

    /** Why this entry of a listing can never be picked up; empty if it can. */
    Optional<String> refusalOf(GenericFile<?> entry) throws IOException;

    /** Whether this is a symbolic link: after the pick-up the link is deleted, and its target stays. */
    default boolean isLink(String path) {
        return false;
    }
}
