/** Who may use the console and the API: people, passwords, sessions, API tokens, invitations. */
package io.audienceroutes.people;
