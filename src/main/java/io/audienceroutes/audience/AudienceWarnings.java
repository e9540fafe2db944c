package io.audienceroutes.audience;

import io.audienceroutes.state.StateDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.Nested;

/** Current and past warnings of audiences, with their times. */
public final class AudienceWarnings {
    private final StateDatabase database;

    /** Reads the state database. */
    public AudienceWarnings(StateDatabase database) {
        this.database = database;
    }

    /** The warnings that an audience has now, the oldest first. */
    public List<Standing> of(long audience) {
        return database.read(handle -> open(handle, audience));
    }

    /** Stores the current warnings of an audience, and returns the changes: one alert is raised for each change. */
    static Changes keep(Handle handle, long audience, List<AudienceWarning> now, Instant at) {
        List<Standing> before = open(handle, audience);
        List<AudienceWarning> begun = new ArrayList<>();
        List<AudienceWarning> over = new ArrayList<>();
        for (Standing standing : before) {
            if (find(now, standing.warning()).isEmpty()) {
                resolve(handle, standing.id(), at);
                over.add(standing.warning());
            }
        }
        for (AudienceWarning warning : now) {
            Optional<Standing> known = before.stream()
                    .filter(standing -> isSame(standing.warning(), warning))
                    .findFirst();
            if (known.isPresent()) {
                reword(handle, known.get().id(), warning.message());
            } else {
                insert(handle, audience, warning, at);
                begun.add(warning);
            }
        }
        return new Changes(begun, over);
    }

    private static Optional<AudienceWarning> find(List<AudienceWarning> warnings, AudienceWarning sought) {
        return warnings.stream().filter(warning -> isSame(warning, sought)).findFirst();
    }

    /** The figures in the text may change while the warning stays the same. */
    private static boolean isSame(AudienceWarning one, AudienceWarning other) {
        return one.kind() == other.kind() && one.subject().equals(other.subject());
    }

    private static List<Standing> open(Handle handle, long audience) {
        return handle.createQuery("""
                        SELECT *
                        FROM audience_warning
                        WHERE audience_id = :row
                          AND resolved_at IS NULL
                        ORDER BY id
                        """)
                .bind("row", audience)
                .mapTo(Standing.class)
                .list();
    }

    /** Whether an audience has a warning of this kind now. */
    public static boolean standing(Handle handle, long audience, AudienceWarning.Kind kind) {
        return handle.createQuery("""
                        SELECT EXISTS (
                          SELECT 1
                          FROM audience_warning
                          WHERE audience_id = :row
                            AND kind = :kind
                            AND resolved_at IS NULL)
                        """)
                .bind("row", audience)
                .bind("kind", kind)
                .mapTo(Boolean.class)
                .one();
    }

    private static void insert(Handle handle, long audience, AudienceWarning warning, Instant at) {
        handle.createUpdate("""
                        INSERT INTO audience_warning (audience_id, kind, subject, message, since)
                        VALUES (:row, :kind, :subject, :message, :at)
                        """)
                .bind("row", audience)
                .bind("kind", warning.kind())
                .bind("subject", warning.subject())
                .bind("message", warning.message())
                .bind("at", at)
                .execute();
    }

    private static void reword(Handle handle, long id, String message) {
        handle.createUpdate("UPDATE audience_warning SET message = :message WHERE id = :id")
                .bind("message", message)
                .bind("id", id)
                .execute();
    }

    private static void resolve(Handle handle, long id, Instant at) {
        handle.createUpdate("UPDATE audience_warning SET resolved_at = :at WHERE id = :id")
                .bind("at", at)
                .bind("id", id)
                .execute();
    }

    /** A warning that an audience has, and since when. */
    public record Standing(long id, @Nested AudienceWarning warning, Instant since) {}

    /** What a reading changed. */
    public record Changes(List<AudienceWarning> begun, List<AudienceWarning> over) {
        public Changes {
            begun = List.copyOf(begun);
            over = List.copyOf(over);
        }
    }
}
