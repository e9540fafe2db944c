package io.audienceroutes.segment;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What to extract from a segment file for a destination, and in which form.
 *
 * @param types what is delivered; each has one or more columns
 * @param columns the configured columns; only for these types
 * @param emailRule form in which e-mail addresses are hashed
 * @param phoneRegion ISO 3166 alpha-2 code in capitals of the region whose numbers are written without a plus sign; if
 *     empty, such numbers are rejected
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
                    "Columns are configured for " + columns.named().keySet() + ", but only " + types
                            + " are delivered: configure only columns of these types.");
        }
        phoneRegion.ifPresent(PreparationRules::requireKnownRegion);
    }

    /** These rules for a list that need not have a column for every type. */
    public PreparationRules ofTypes(Collection<IdentifierType> some) {
        return new PreparationRules(EnumSet.copyOf(some), columns, emailRule, phoneRegion);
    }

    private static void requireKnownRegion(String region) {
        if (!PhoneNumberUtil.getInstance().getSupportedRegions().contains(region)) {
            throw new IllegalArgumentException(
                    "phoneRegion is " + Quoted.name(region)
                            + ", which is not a region with telephone numbers: use a two-letter ISO 3166 code such as US or DE.");
        }
    }
}
