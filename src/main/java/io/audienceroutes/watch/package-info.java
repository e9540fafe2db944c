/** Watches audiences in TikTok: size, validity, expiry, twins. */
package io.audienceroutes.watch;
