/** The start of the bundle: settings, wiring, routes and their reload. */
package io.audienceroutes.app;
