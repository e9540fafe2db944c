/** Failures: condition, action and alerts. */
package io.audienceroutes.failure;
