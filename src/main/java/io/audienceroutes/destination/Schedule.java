package io.audienceroutes.destination;

/** When a source is looked into, and by when its file is expected. */
public record Schedule() {}
