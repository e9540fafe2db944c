/** Shared by all stages: the data directory, progress, and checkpoints at which a stage can stop. */
package io.audienceroutes.stage;
