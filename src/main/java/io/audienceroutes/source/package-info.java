/** Sources: which files are complete, the archive, faults; uses Camel's file, SFTP and S3 components. */
package io.audienceroutes.source;
