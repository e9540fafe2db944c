/** Members of an audience as sorted sets of digests on disk: partitions, snapshots, change files. Knows neither Camel nor HTTP. */
package io.audienceroutes.member;
