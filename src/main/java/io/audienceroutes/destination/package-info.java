/** Destination files, their checks, and how each is connected. */
package io.audienceroutes.destination;
