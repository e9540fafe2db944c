/** Prepare: the staged file is read, normalised and hashed, and opt-outs are removed. */
package io.audienceroutes.stage.prepare;
