/** Failures of stages: retried, held, ended; resumed by commands; files in quarantine. */
package io.audienceroutes.stage.recover;
