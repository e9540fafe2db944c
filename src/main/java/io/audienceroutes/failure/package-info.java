/** What a failure is: its condition, its action, and the alerts that people see. */
package io.audienceroutes.failure;
