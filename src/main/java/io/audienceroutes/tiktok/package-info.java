/** Requests, replies and pacing: the only room, with the simulator, that knows TikTok's words. */
package io.audienceroutes.tiktok;
