/** The proof that an audience is its list: a model in plain sets, and the real stages beside it. */
package io.audienceroutes.model;
