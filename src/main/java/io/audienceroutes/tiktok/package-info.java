/** The only room that knows TikTok's words: calls, replies, errors, which audience a name means, retrying and pacing. */
package io.audienceroutes.tiktok;
