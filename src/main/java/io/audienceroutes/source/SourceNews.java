package io.audienceroutes.source;

import java.util.Optional;

/**
 * Something about a source that people have to hear of, once.
 *
 * @param condition what is wrong, as the error catalogue knows it; empty when nothing is wrong any more
 */
public record SourceNews(String destination, Optional<String> condition, String message) {}
