package io.audienceroutes.destination;

/** The sample that a person approves before the whole list goes. */
public record SampleFirst() {}
