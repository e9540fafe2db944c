/** How a credential gets its grant: links for account owners, the exchange of what they bring back, and checks. */
package io.audienceroutes.authorization;
