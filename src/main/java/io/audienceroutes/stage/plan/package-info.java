/** Plan: what a delivery would do, without doing it. */
package io.audienceroutes.stage.plan;
