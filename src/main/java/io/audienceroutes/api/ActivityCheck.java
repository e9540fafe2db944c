package io.audienceroutes.api;

/**
 * Whether the audit log is as it was written.
 *
 * @param entries the number of the newest entry
 * @param head its hash; whoever keeps it elsewhere can later prove that the log up to here is unchanged
 * @param firstBroken the first entry that does not fit; 0 where all do
 */
public record ActivityCheck(boolean intact, long entries, String head, long firstBroken) {}
