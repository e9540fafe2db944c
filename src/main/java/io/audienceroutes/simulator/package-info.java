/** The stand-in for TikTok: strict, and what sandboxes and tests deliver to. */
package io.audienceroutes.simulator;
