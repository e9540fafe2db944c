/** The error catalogue: conditions, what each means, and the workflow actions for operators. */
package io.audienceroutes.catalog;
