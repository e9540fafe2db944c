/** Files that are expected by a schedule, and what happens when one is missing. */
package io.audienceroutes.schedule;
