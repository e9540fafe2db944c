package io.audienceroutes.audience;

import io.audienceroutes.state.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * What TikTok reported about an audience at one time. Texts from TikTok are limited in length and escaped.
 *
 * @param listed whether TikTok lists the audience; if not, the other components are empty
 * @param type TikTok's words, such as "Partner"
 * @param matched people that TikTok matched, if reported
 * @param valid whether it is available; also false while TikTok processes it
 * @param expiresAt when it expires, if reported
 * @param status TikTok's text about its state; empty when there is none
 * @param problem TikTok's text about a failed change; empty when there is none
 * @param twins ids of other audiences with the same name
 */
public record AudienceReading(
        @ColumnName("last_read_at") Instant at,
        boolean listed,
        String type,
        OptionalLong matched,
        boolean valid,
        boolean expiring,
        Optional<Instant> expiresAt,
        String status,
        String problem,
        @Json List<String> twins) {
    public AudienceReading {
        twins = List.copyOf(twins);
    }

    /** TikTok does not know the audience. */
    public static AudienceReading gone(Instant at, List<String> twins) {
        return new AudienceReading(at, false, "", OptionalLong.empty(), false, false, Optional.empty(), "", "", twins);
    }

    /** Whether another reading has the same content, regardless of its time. */
    boolean tellsTheSame(AudienceReading other) {
        return other.equals(new AudienceReading(
                other.at, listed, type, matched, valid, expiring, expiresAt, status, problem, twins));
    }

    /** Whether it had expired when it was read. */
    public boolean expired() {
        return listed && !valid && expiresAt.map(time -> !time.isAfter(at)).orElse(false);
    }

    /** In a word or two: whether ad groups can use it. */
    public String state() {
        if (!listed) {
            return "gone";
        }
        if (expired()) {
            return "expired";
        }
        return valid ? "available" : "not available";
    }
}
