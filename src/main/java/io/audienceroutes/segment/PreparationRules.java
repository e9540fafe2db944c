package io.audienceroutes.segment;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a destination wants taken from a segment file, and in which form.
 *
 * @param types what is delivered; each has one or more columns
 * @param columns where they stand, as far as it was said; for no other types
 * @param emailRule form in which e-mail addresses are hashed
 * @param phoneRegion ISO 3166 alpha-2 code in capitals of the region whose numbers are written without a plus sign;
 *     without it such numbers are rejected
 */
public record PreparationRules(
        Set<IdentifierType> types, IdentifierColumns columns, EmailRule emailRule, Optional<String> phoneRegion) {
    public PreparationRules {
        if (types.isEmpty()) {
            throw new IllegalArgumentException("No identifier type is configured: name at least one.");
        }
        types = Collections.unmodifiableSet(EnumSet.copyOf(types));
        Objects.requireNonNull(emailRule, "emailRule");
        if (!types.containsAll(columns.named().keySet())) {
            throw new IllegalArgumentException(
                    "Columns are named for " + columns.named().keySet() + ", and only " + types
                            + " are delivered: name columns of these types only.");
        }
        phoneRegion.ifPresent(PreparationRules::requireKnownRegion);
    }

    /** These rules for a list that need not have every type's column; what it lacks is not looked for. */
    public PreparationRules ofTypes(Collection<IdentifierType> some) {
        return new PreparationRules(EnumSet.copyOf(some), columns, emailRule, phoneRegion);
    }

    private static void requireKnownRegion(String region) {
        if (!PhoneNumberUtil.getInstance().getSupportedRegions().contains(region)) {
            throw new IllegalArgumentException("phoneRegion is " + Quoted.name(region)
                    + ", which is no region with telephone numbers: use a two-letter ISO 3166 code such as US or DE.");
        }
    }
}
