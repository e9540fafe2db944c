package io.audienceroutes.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ColumnName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row becomes a record, with times, words, JSON and absent values as the repositories bind them. */
final class ColumnTypesTest {
    private static final Instant AT = Instant.parse("2026-11-28T10:15:30.120Z");

    @TempDir
    Path folder;

    @Test
    void aRowBecomesARecord() {
        Row stored = new Row(
                7,
                new Part(Kind.SECOND, Optional.of(AT)),
                AT,
                Environment.SANDBOX,
                true,
                OptionalLong.empty(),
                List.of("a", "b"),
                Optional.empty());

        assertThat(roundTrip(stored)).isEqualTo(stored);
        assertThat(roundTrip(new Row(8))).isEqualTo(new Row(8));
    }

    @Test
    void aTimeIsTextOfFixedWidth() {
        try (StateDatabase database = new StateDatabase(folder.resolve("state.db"))) {
            String text = database.inTransaction(handle -> handle.createQuery("SELECT :at")
                    .bind("at", AT)
                    .mapTo(String.class)
                    .one());

            assertThat(text).isEqualTo("2026-11-28T10:15:30.120Z");
        }
    }

    private Row roundTrip(Row row) {
        try (StateDatabase database = new StateDatabase(folder.resolve("state.db"))) {
            return database.inTransaction(handle -> handle.createQuery("""
                            SELECT :number AS id,
                                   :word AS kind,
                                   :until AS part_until,
                                   :at AS made_at,
                                   :environment AS environment,
                                   :flag AS flag,
                                   :size AS size,
                                   :names AS names,
                                   :note AS note,
                                   1 AS more
                            """)
                    .bind("number", row.number())
                    .bind("word", row.part().kind())
                    .bind("until", row.part().until())
                    .bind("at", row.madeAt())
                    .bind("environment", row.environment())
                    .bind("flag", row.flag())
                    .bind("size", row.size())
                    .bind("names", StoredJson.write(row.names()))
                    .bind("note", row.note())
                    .mapTo(Row.class)
                    .one());
        }
    }

    private enum Kind implements StoredWord {
        FIRST,
        SECOND;

        @Override
        public String id() {
            return this == FIRST ? "first-kind" : "second-kind";
        }
    }

    private record Part(Kind kind, @ColumnName("part_until") Optional<Instant> until) {}

    private record Row(
            @ColumnName("id") long number,
            @Nested Part part,
            Instant madeAt,
            Environment environment,
            boolean flag,
            OptionalLong size,
            @Json List<String> names,
            @Json Optional<List<String>> note) {
        /** A second constructor, which no mapper must take. */
        private Row(long number) {
            this(
                    number,
                    new Part(Kind.FIRST, Optional.empty()),
                    AT,
                    Environment.SANDBOX,
                    false,
                    OptionalLong.empty(),
                    List.of(),
                    Optional.empty());
        }
    }
}
