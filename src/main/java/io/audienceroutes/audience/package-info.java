/** Audiences as we know them: their TikTok ids, snapshots, readings and warnings. */
package io.audienceroutes.audience;
