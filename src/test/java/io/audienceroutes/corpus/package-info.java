/** Awkward files, each with what must become of it: {@code src/test/resources/corpus}. */
package io.audienceroutes.corpus;
