/**
 * The benchmark that ships: the packaged bundle against plain Java without Camel that does the same work, measured in the
 * same run. Started by {@code ./mvnw -q -Pbenchmark verify}; it is no test, and no time decides one.
 */
package io.audienceroutes.benchmark;
