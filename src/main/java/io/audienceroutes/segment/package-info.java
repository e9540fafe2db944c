/** Segment files and what is in them: rows, identifiers, normalising, hashing, rejects. Knows neither Camel nor HTTP nor a database. */
package io.audienceroutes.segment;
