/** Where segment files go: destination settings, read from YAML and checked against a schema. */
package io.audienceroutes.destination;
