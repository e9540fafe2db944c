/** Deliver: batches are sent, divided if TikTok refuses them, and refused members are listed. */
package io.audienceroutes.stage.deliver;
