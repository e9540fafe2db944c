package io.audienceroutes.catalog;

import java.net.URI;

/** A page outside that a step sends a person to; always https. */
public record ActionLink(String title, URI url) {}
