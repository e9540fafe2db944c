package io.audienceroutes.people;

import java.time.Duration;

/** What came of an attempt to log in. */
public sealed interface LogIn {
    /** The person is logged in. */
    record Succeeded(NewSession session) implements LogIn {}

    /** Name or password is not right, or the person is disabled; which one is not told. */
    record Failed() implements LogIn {
        /** For the one who tried. */
        public String message() {
            return "The name or the password is not right.";
        }
    }

    /** Too many attempts failed; the password was not checked. */
    record Locked(Duration remaining) implements LogIn {
        /** For the one who tried. */
        public String message() {
            long minutes = Math.max(1, remaining.plusSeconds(59).toMinutes());
            return "Too many attempts failed. Try again in " + minutes + (minutes == 1 ? " minute." : " minutes.");
        }
    }
}
