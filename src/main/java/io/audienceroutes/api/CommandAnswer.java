package io.audienceroutes.api;

/**
 * What came of a command.
 *
 * @param state {@code done}, or {@code accepted} where the runner has not executed it yet
 * @param answer a sentence for people
 */
public record CommandAnswer(String command, String state, String answer) {}
