/** Pages of the console: what each shows, and to whom it offers which action; no HTTP. */
package io.audienceroutes.console;
