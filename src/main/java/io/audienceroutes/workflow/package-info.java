/** Workflows, stages, tasks, events, batches, turns and leases, as the database keeps them. */
package io.audienceroutes.workflow;
