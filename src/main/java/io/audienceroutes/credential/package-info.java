/** Tokens and other secrets, and the store that keeps them encrypted. */
package io.audienceroutes.credential;
