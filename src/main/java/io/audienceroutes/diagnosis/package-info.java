/** Plain answers to whether deliveries can work, with a remedy each: what commands and pages show of an installation. */
package io.audienceroutes.diagnosis;
