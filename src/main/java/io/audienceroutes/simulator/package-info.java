/** A strict stand-in for TikTok's API, to rehearse and to test against. */
package io.audienceroutes.simulator;
