package io.audienceroutes.source;

import java.util.Optional;

/**
 * Something about a source that people have to hear of, once.
 *
 * @param condition what is wrong, as the error catalogue knows it; empty when nothing is wrong any more
 * @param subject the file that it is about, and why; empty when it is about the source
 */
public record SourceNews(String destination, Optional<String> condition, String message, String subject) {
    /** About the source as a whole. */
    SourceNews(String destination, Optional<String> condition, String message) {
        this(destination, condition, message, "");
    }
}
