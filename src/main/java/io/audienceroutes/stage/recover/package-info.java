/** Failed stages: waits, holds and ends; resumption by commands; quarantined files. */
package io.audienceroutes.stage.recover;
