/** Campaigns: files that come in parts and are delivered as one run. */
package io.audienceroutes.campaign;
