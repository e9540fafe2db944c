/** The command line, the start of the bundle and its wiring; the only room besides the simulator that knows Camel. */
package io.audienceroutes.app;
