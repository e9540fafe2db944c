/** Claims on workflows, and the fencing numbers that keep a late process from writing. */
package io.audienceroutes.workflow.claim;
