package io.audienceroutes.segment;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a destination wants taken from a segment file, and in which form.
 *
 * @param columns one column for each identifier type that is delivered; at least one
 * @param emailRule form in which e-mail addresses are hashed
 * @param phoneRegion ISO 3166 alpha-2 code in capitals of the region whose numbers are written without a plus sign;
 *     without it such numbers are rejected
 */
public record PreparationRules(List<IdentifierColumn> columns, EmailRule emailRule, Optional<String> phoneRegion) {
    public PreparationRules {
        columns = List.copyOf(columns);
        Objects.requireNonNull(emailRule, "emailRule");
        requireDistinct(columns);
        phoneRegion.ifPresent(PreparationRules::requireKnownRegion);
    }

    /** The types that are delivered. */
    public Set<IdentifierType> types() {
        return columns.stream()
                .map(IdentifierColumn::type)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(IdentifierType.class)));
    }

    private static void requireDistinct(List<IdentifierColumn> columns) {
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("No identifier column is configured: name at least one.");
        }
        Set<IdentifierType> types = EnumSet.noneOf(IdentifierType.class);
        Set<String> names = new HashSet<>();
        for (IdentifierColumn column : columns) {
            if (!types.add(column.type())) {
                throw new IllegalArgumentException(
                        "Two columns are configured for " + column.type() + ": name one column for each type.");
            }
            if (!names.add(HeaderLine.key(column.column()))) {
                throw new IllegalArgumentException("The column " + Quoted.name(column.column())
                        + " is configured for two identifier types: give each type its own.");
            }
        }
    }

    private static void requireKnownRegion(String region) {
        if (!PhoneNumberUtil.getInstance().getSupportedRegions().contains(region)) {
            throw new IllegalArgumentException("phoneRegion is " + Quoted.name(region)
                    + ", which is no region with telephone numbers: use a two-letter ISO 3166 code such as US or DE.");
        }
    }
}
