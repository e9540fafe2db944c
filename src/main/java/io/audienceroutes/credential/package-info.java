/** OAuth grants and the access tokens that they give. */
package io.audienceroutes.credential;
