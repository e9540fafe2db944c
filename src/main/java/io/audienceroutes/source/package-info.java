/** Looks into sources: whole files, the archive, what is wrong with one; knows Camel's file, SFTP and S3 components. */
package io.audienceroutes.source;
