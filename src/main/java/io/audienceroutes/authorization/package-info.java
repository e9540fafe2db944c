/** Authorisation of credentials: links, exchange of codes, checks. */
package io.audienceroutes.authorization;
