package io.audienceroutes.destination;

/** The list of people who are never sent and are removed where they were. */
public record OptOut() {}
