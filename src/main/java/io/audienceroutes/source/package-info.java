/** How sources are looked into: what Camel's components ask for to take whole files, once, and put them away. */
package io.audienceroutes.source;
