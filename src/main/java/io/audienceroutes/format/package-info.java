/** Formats of segment files: container, encryption, character set, dialect. */
package io.audienceroutes.format;
