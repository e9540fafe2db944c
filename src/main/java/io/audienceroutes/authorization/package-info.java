/** How a credential gets its grant: links, the exchange of codes, checks. */
package io.audienceroutes.authorization;
