package io.audienceroutes.people;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table of people; each method works in its caller's transaction. */
final class PersonTable {
    private PersonTable() {}

    static List<Person> all(Handle handle) {
        return handle.createQuery("""
                            SELECT *
                            FROM person
                            ORDER BY name
                            """).mapTo(Person.class).list();
    }

    static Optional<Person> find(Handle handle, String name) {
        return handle.createQuery("""
                            SELECT *
                            FROM person
                            WHERE name = :name
                            """).bind("name", name).mapTo(Person.class).findOne();
    }

    /** The person whom an identity provider knows by this subject. */
    static Optional<Person> ofSubject(Handle handle, String subject) {
        return handle.createQuery("""
                        SELECT *
                        FROM person
                        WHERE subject = :subject
                        """)
                .bind("subject", subject)
                .mapTo(Person.class)
                .findOne();
    }

    static void setSubject(Handle handle, String name, String subject) {
        handle.createUpdate("""
                        UPDATE person
                        SET subject = :subject
                        WHERE name = :name
                        """).bind("name", name).bind("subject", subject).execute();
    }

    static Person require(Handle handle, String name) {
        return Names.find(name)
                .flatMap(stored -> find(handle, stored))
                .orElseThrow(() -> new PeopleRefused(
                        PeopleRefused.Kind.UNKNOWN,
                        "There is no person of this name. List people with: audience-routes people list"));
    }

    static Optional<String> passwordHash(Handle handle, String name) {
        return handle.createQuery("""
                            SELECT password_hash
                            FROM person
                            WHERE name = :name
                              AND password_hash IS NOT NULL
                            """).bind("name", name).mapTo(String.class).findOne();
    }

    static boolean isEmpty(Handle handle) {
        return handle.createQuery("""
                            SELECT COUNT(*)
                            FROM person
                            """).mapTo(Long.class).one() == 0;
    }

    static void insert(Handle handle, Person person) {
        handle.createUpdate("""
                            INSERT INTO person (name, display_name, role, restrict_pii, source, created_at)
                            VALUES (:name, :displayName, :role, :restrictPii, :source, :createdAt)
                            """)
                .bind("name", person.name())
                .bind("displayName", person.displayName())
                .bind("role", person.role())
                .bind("restrictPii", person.restrictPii())
                .bind("source", person.source())
                .bind("createdAt", person.createdAt())
                .execute();
    }

    static void update(Handle handle, Person person) {
        handle.createUpdate("""
                            UPDATE person
                            SET display_name = :displayName,
                              role = :role,
                              restrict_pii = :restrictPii,
                              disabled_at = :disabledAt,
                              last_log_in_at = :lastLogInAt
                            WHERE name = :name
                            """)
                .bind("name", person.name())
                .bind("displayName", person.displayName())
                .bind("role", person.role())
                .bind("restrictPii", person.restrictPii())
                .bind("disabledAt", person.disabledAt())
                .bind("lastLogInAt", person.lastLogInAt())
                .execute();
    }

    static void setPassword(Handle handle, String name, String hash, Instant at) {
        handle.createUpdate("""
                            UPDATE person
                            SET password_hash = :hash,
                              password_set_at = :at
                            WHERE name = :name
                            """)
                .bind("name", name)
                .bind("hash", hash)
                .bind("at", at)
                .execute();
    }

    static void clearPassword(Handle handle, String name) {
        handle.createUpdate("""
                            UPDATE person
                            SET password_hash = NULL,
                              password_set_at = NULL
                            WHERE name = :name
                            """).bind("name", name).execute();
    }

    static void replaceHash(Handle handle, String name, String from, String to) {
        handle.createUpdate("""
                            UPDATE person
                            SET password_hash = :to
                            WHERE name = :name
                              AND password_hash = :from
                            """)
                .bind("name", name)
                .bind("from", from)
                .bind("to", to)
                .execute();
    }
}
