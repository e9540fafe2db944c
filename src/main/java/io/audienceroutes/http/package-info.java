/**
 * The front door of the HTTP server: which calls there are, who may make each, and what every answer carries.
 */
package io.audienceroutes.http;
