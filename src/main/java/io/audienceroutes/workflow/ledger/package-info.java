/** The ledger of batches: sent, accepted, refused and skipped, with totals. */
package io.audienceroutes.workflow.ledger;
