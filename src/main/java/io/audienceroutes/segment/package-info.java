/** Rows of a file, and the identifiers in them: normalised, hashed, or rejected with a reason. */
package io.audienceroutes.segment;
