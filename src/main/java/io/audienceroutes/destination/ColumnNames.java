package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonValue;
import io.audienceroutes.segment.IdentifierColumns;
import io.audienceroutes.segment.IdentifierType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The columns of one id type in a destination file: one name or number, or a list. */
record ColumnNames(List<String> names) {
    ColumnNames {
        names = List.copyOf(names);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ColumnNames of(@JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> names) {
        return new ColumnNames(names);
    }

    static Map<IdentifierType, ColumnNames> of(IdentifierColumns columns) {
        Map<IdentifierType, ColumnNames> all = new EnumMap<>(IdentifierType.class);
        columns.named().forEach((type, names) -> all.put(type, new ColumnNames(names)));
        return all;
    }

    @JsonValue
    List<String> value() {
        return names;
    }
}
