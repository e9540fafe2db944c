/** What the API, and a console in front of it, ask and answer. */
package io.audienceroutes.console;
