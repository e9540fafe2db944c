/** Compare: the audience is found or made, and the difference to its snapshot computed. */
package io.audienceroutes.stage.compare;
