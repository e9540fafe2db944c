/**
 * What the bytes of a segment file are: container, encryption, character set, dialect. Hands out parts, each with its
 * records and the lines where they start. Knows neither Camel nor HTTP nor a database.
 */
package io.audienceroutes.format;
