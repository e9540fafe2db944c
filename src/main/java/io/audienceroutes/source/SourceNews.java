package io.audienceroutes.source;

import java.util.Optional;

/**
 * An event of a source that raises an alert.
 *
 * @param condition the condition in the error catalogue; empty when the source has recovered
 * @param subject the affected file and the reason; empty if it is about the source
 */
public record SourceNews(String destination, Optional<String> condition, String message, String subject) {
    /** About the source as a whole. */
    SourceNews(String destination, Optional<String> condition, String message) {
        this(destination, condition, message, "");
    }
}
