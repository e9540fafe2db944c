/** Calls to TikTok: attempts, tokens and their renewal. */
package io.audienceroutes.call;
