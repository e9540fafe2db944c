/** What a file's bytes are: container, encryption, character set, dialect. */
package io.audienceroutes.format;
