package io.audienceroutes.call;

import io.audienceroutes.tiktok.TikTokCall;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of a call to TikTok. Variable {@code attempt} of route {@code call-tiktok}.
 *
 * @param caller on whose behalf
 * @param number of the attempt that is due or was the last, from 1
 * @param due whether another attempt is to be made
 * @param pauseMillis what to wait before it
 * @param answer the result of the last attempt
 * @param lost whether the response of any attempt was lost, so that it may have taken effect
 * @param address the address of the call instead of TikTok's: the simulator's, in a rehearsal
 */
public record Attempt(
        Caller caller,
        TikTokCall call,
        Instant begunAt,
        int number,
        boolean due,
        long pauseMillis,
        Optional<TikTokAnswer> answer,
        boolean lost,
        Optional<String> address) {
    /** Only for the header of the HTTP step; null keeps the configured address. */
    public String wireAddress() {
        return address.orElse(null);
    }
}
