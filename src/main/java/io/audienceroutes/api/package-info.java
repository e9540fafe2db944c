/** What the API asks and answers. */
package io.audienceroutes.api;
