/** Tokens and other secrets, and the encrypted credential store. */
package io.audienceroutes.credential;
