package io.audienceroutes.source;

/**
 * The attributes that distinguish a file from another one with the same name.
 *
 * @param modified as the source tells it, in its own clock
 * @param key another identifier of the file system, or an empty text
 */
record FileStamp(long length, long modified, String key) {}
