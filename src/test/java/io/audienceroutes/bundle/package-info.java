/** The assembled distribution, run as its users run it: real processes, real files, the simulator instead of TikTok. */
package io.audienceroutes.bundle;
