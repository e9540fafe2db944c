/** Calls to TikTok: attempts, tokens in hand and their renewal. */
package io.audienceroutes.call;
