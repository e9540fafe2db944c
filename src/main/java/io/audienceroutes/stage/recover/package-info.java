/** Failures of stages: retried, held, ended; resumed by people; files in quarantine. */
package io.audienceroutes.stage.recover;
