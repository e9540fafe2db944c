package io.audienceroutes.destination;

/** How the files of a campaign and its treatment groups become audiences. */
public record Campaign() {}
