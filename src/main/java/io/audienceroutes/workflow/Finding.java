package io.audienceroutes.workflow;

/**
 * A finding about the files of a workflow, for its receipt.
 *
 * @param about one or two words, such as {@code format}
 * @param text counts and names of formats, never a value of a row
 */
public record Finding(String about, String text) {}
