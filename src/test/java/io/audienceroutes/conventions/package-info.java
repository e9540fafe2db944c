/** What holds for every file of the bundle, whatever it does: the shape of routes, settings, rooms and docs. */
package io.audienceroutes.conventions;
