/** Files that are expected by a schedule, and the handling of missing ones. */
package io.audienceroutes.schedule;
