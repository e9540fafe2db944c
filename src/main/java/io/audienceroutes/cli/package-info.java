/** The command line: commands, their texts, the doctor. */
package io.audienceroutes.cli;
