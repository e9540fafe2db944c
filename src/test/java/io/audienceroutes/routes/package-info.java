/**
 * The real files of {@code routes/}, each in a small Camel context: the routes they call and the beans they ask are
 * replaced at the border, so that a failure names the route that is wrong.
 */
package io.audienceroutes.routes;
