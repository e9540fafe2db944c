/** Deliver: batches are sent, divided where TikTok refuses some, and refused members named. */
package io.audienceroutes.stage.deliver;
