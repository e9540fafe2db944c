package io.audienceroutes.delivery;

import io.audienceroutes.tiktok.TikTokCall;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a call to TikTok stands. Variable {@code attempt} of route {@code call-tiktok}.
 *
 * @param caller on whose behalf
 * @param number of the attempt that is due or was the last, from 1
 * @param due whether another attempt is to be made
 * @param pauseMillis what to wait before it
 * @param answer what the last attempt came to
 */
public record Attempt(
        Caller caller,
        TikTokCall call,
        Instant begunAt,
        int number,
        boolean due,
        long pauseMillis,
        Optional<TikTokAnswer> answer) {}
