/** What an error means and what a person can do about it: the error catalogue and its workflow actions. */
package io.audienceroutes.catalog;
