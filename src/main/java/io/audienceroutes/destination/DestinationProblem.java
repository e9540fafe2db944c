package io.audienceroutes.destination;

/**
 * One thing wrong with one destination file.
 *
 * @param file the file's name, or the folder's where no file is to blame
 * @param line from 1, or 0 where no line can be named
 * @param key the setting, like {@code source.sftp.port}, or empty where no setting is to blame
 * @param expected what is allowed there
 * @param found what is there, bounded and fit for a message
 */
public record DestinationProblem(String file, int line, String key, String expected, String found) {
    @Override
    public String toString() {
        return file
                + (line > 0 ? ", line " + line : "")
                + (key.isEmpty() ? "" : ", " + key)
                + ": expected " + expected + "; found " + found;
    }
}
