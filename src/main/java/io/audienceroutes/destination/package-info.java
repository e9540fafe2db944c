/** Destination files, their checks and their connection states. */
package io.audienceroutes.destination;
