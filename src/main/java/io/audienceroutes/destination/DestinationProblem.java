package io.audienceroutes.destination;

/**
 * One thing wrong with one destination file.
 *
 * @param file the file's name, or the folder's if no file is affected
 * @param line from 1, or 0 if unknown
 * @param key the setting, like {@code source.sftp.port}, or empty if no setting is affected
 * @param expected what is allowed there
 * @param found what was found, shortened and escaped for a message
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
