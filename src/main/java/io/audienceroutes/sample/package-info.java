/** Samples: a small audience that people look at before the whole list is delivered. */
package io.audienceroutes.sample;
