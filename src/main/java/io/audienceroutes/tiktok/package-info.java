/** The only room that knows TikTok's words: requests, replies, errors, the error catalogue, pacing. */
package io.audienceroutes.tiktok;
