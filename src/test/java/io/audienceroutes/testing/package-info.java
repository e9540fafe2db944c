/** Real servers and other fixtures that tests of several rooms share. */
package io.audienceroutes.testing;
