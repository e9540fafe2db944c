/** Workflows: states, queue, tasks, approvals, resolutions, receipt. */
package io.audienceroutes.workflow;
