package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/** ShrinkGuard in its destination file and its stored form. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record ShrinkGuardKeys(Integer percent, Long members) {
    static ShrinkGuardKeys of(ShrinkGuard settings) {
        return new ShrinkGuardKeys(settings.percent(), settings.members());
    }

    ShrinkGuard toShrinkGuard() {
        ShrinkGuard standard = ShrinkGuard.standard();
        return new ShrinkGuard(
                Optional.ofNullable(percent).orElse(standard.percent()),
                Optional.ofNullable(members).orElse(standard.members()));
    }
}
