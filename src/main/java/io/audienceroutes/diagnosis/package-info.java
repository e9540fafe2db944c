/** Connection checks of credentials and destinations: questions to TikTok, and what the answers mean. */
package io.audienceroutes.diagnosis;
