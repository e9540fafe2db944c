/** Prepare: the staged file is read, normalised, hashed, and opt-outs are taken out. */
package io.audienceroutes.stage.prepare;
