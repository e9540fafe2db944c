/** What a failure is: its condition, its action, and its alerts. */
package io.audienceroutes.failure;
