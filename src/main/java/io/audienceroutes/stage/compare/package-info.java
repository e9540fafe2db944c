/** Compare: the audience is found or created, and the difference to its snapshot is computed. */
package io.audienceroutes.stage.compare;
