package io.audienceroutes.catalog;

import java.net.URI;

/** An external page that a step links to; always https. */
public record ActionLink(String title, URI url) {}
