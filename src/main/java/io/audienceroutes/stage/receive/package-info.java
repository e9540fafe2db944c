/** Receive: a file is copied into staging once, and its workflow opened. */
package io.audienceroutes.stage.receive;
