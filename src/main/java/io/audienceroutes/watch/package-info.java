/** Monitors audiences in TikTok: size, validity, expiry, duplicate names. */
package io.audienceroutes.watch;
