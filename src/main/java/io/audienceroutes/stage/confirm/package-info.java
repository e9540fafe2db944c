/** Confirm: snapshot, receipt and end state change together. */
package io.audienceroutes.stage.confirm;
