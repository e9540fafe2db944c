/** Requests and responses of the API. */
package io.audienceroutes.api;
