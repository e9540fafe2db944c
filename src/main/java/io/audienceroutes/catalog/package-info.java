/** The error catalogue: conditions, what each means, and the workflow actions that people have. */
package io.audienceroutes.catalog;
