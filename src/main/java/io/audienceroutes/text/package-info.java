/** Texts of commands and pages: safe characters, numbers, durations. */
package io.audienceroutes.text;
