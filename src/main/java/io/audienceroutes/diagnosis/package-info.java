/** Connection checks of credentials and destinations: questions to TikTok, and what the results mean. */
package io.audienceroutes.diagnosis;
