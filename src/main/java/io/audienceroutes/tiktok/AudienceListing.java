package io.audienceroutes.tiktok;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An audience as listed by TikTok.
 *
 * @param type TikTok's words, such as "Partner" or "Customer File Audience"; empty when not told
 * @param isCreator whether the advertiser owns it; when not told, whether it is not shared
 * @param isValid false while TikTok processes it, and after it has expired; true if not reported
 * @param isExpiring whether it expires within 60 days
 * @param shared with isCreator: shared by us; without: shared to us
 * @param coverNum matched users, where told
 * @param status TikTok's text about its state, bounded and escaped; empty when there is none
 * @param problem TikTok's text about a failed change, bounded and escaped; empty when there is none
 * @param oddity the problem of a field that decides whether members can be sent: such an audience accepts none. A list
 *     also contains audiences of others, and an invalid field of theirs must not stop a delivery
 */
public record AudienceListing(
        String audienceId,
        String name,
        String type,
        boolean isCreator,
        boolean isValid,
        boolean isExpiring,
        boolean shared,
        OptionalLong coverNum,
        Optional<Instant> createTime,
        Optional<Instant> expiredTime,
        String status,
        String problem,
        Optional<String> oddity) {

    /** Members can be mapped to audiences of this type only. */
    public boolean isPartner() {
        return type.toLowerCase(Locale.ROOT).contains("partner");
    }

    /** Known to have expired: it accepts no members and is in no campaign. */
    public boolean hasExpired(Instant now) {
        return !isValid && expiredTime.map(time -> !time.isAfter(now)).orElse(false);
    }

    /** One element of the list. */
    static AudienceListing listed(Fields fields) {
        return of(fields, "audience_type");
    }

    /** The details of one audience, where TikTok calls the type otherwise. */
    static AudienceListing detailed(Fields fields) {
        return of(fields, "type");
    }

    private static AudienceListing of(Fields fields, String typeField) {
        boolean shared = fields.flagIfAny("shared").orElse(false);
        return new AudienceListing(
                fields.idIfAny("audience_id").orElse(""),
                fields.textIfAny("name").orElse(""),
                fields.textIfAny(typeField).orElse(""),
                fields.flagIfAny("is_creator").orElse(!shared),
                fields.flagIfAny("is_valid").orElse(true),
                fields.flagIfAny("is_expiring").orElse(false),
                shared,
                fields.countIfAny("cover_num"),
                fields.time("create_time"),
                fields.time("expired_time"),
                fields.textIfAny("msg").map(QuotedText::bounded).orElse(""),
                fields.textIfAny("error_msg").map(QuotedText::bounded).orElse(""),
                fields.firstOdd(Map.of(
                        "audience_id",
                        Fields.Form.REQUIRED_ID,
                        typeField,
                        Fields.Form.TEXT,
                        "is_creator",
                        Fields.Form.FLAG,
                        "shared",
                        Fields.Form.FLAG)));
    }
}
