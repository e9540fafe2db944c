/** What each stage of a delivery does; the beans that the routes call. */
package io.audienceroutes.delivery;
