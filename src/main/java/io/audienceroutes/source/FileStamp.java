package io.audienceroutes.source;

/**
 * By what a file is told from another one under its name.
 *
 * @param modified as the source tells it, in its own clock
 * @param key what else the file system knows it by, or an empty text
 */
record FileStamp(long length, long modified, String key) {}
