/** Sorted sets of digests on disk: partitions, merges, differences. */
package io.audienceroutes.member;
