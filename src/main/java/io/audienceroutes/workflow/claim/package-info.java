/** Who works on a workflow, and the numbers that keep a late process from writing. */
package io.audienceroutes.workflow.claim;
