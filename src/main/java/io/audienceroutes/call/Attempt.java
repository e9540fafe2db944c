package io.audienceroutes.call;

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
 * @param lost whether the answer of any attempt was lost, so that it may have taken effect
 * @param address where the call goes in place of TikTok: to the simulator, in a rehearsal
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
    /** For the header of the HTTP step only; null leaves its address as it is set. */
    public String wireAddress() {
        return address.orElse(null);
    }
}
