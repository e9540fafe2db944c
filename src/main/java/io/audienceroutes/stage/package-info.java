/** What all stages share: the data directory, progress, checkpoints at which a stage can stop. */
package io.audienceroutes.stage;
