/** Samples: a small audience that is reviewed before the whole list is delivered. */
package io.audienceroutes.sample;
