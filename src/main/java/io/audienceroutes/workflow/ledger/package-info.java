/** The ledger of batches: what was sent, accepted, refused or given up, and what that sums up to. */
package io.audienceroutes.workflow.ledger;
