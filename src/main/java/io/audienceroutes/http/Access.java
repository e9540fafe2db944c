package io.audienceroutes.http;

import io.audienceroutes.people.Principal;
import io.audienceroutes.people.Role;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who may make a call: everybody, or whoever has a role at least as high as this one. */
public enum Access {
    /** Everybody: to log in, and for the files that pages are made of. */
    PUBLIC(Optional.empty()),
    /** Whoever may look. */
    VIEWER(Optional.of(Role.VIEWER)),
    /** Whoever may deliver and resolve. */
    USER(Optional.of(Role.USER)),
    /** Whoever may change settings. */
    OPERATOR(Optional.of(Role.OPERATOR)),
    /** Whoever may manage people. */
    ADMIN(Optional.of(Role.ADMIN));

    private final Optional<Role> role;

    Access(Optional<Role> role) {
        this.role = role;
    }

    /**
     * The access of this name, as a REST definition writes it in {@code scopes}: for example {@code viewer}.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public static Access of(String name) {
        return Arrays.stream(values())
                .filter(access -> access.id().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is not an access: expected one of "
                        + Arrays.stream(values()).map(Access::id).toList()));
    }

    /** The name in REST definitions. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isPublic() {
        return role.isEmpty();
    }

    boolean allows(Principal caller) {
        return role.isEmpty() || caller.role().covers(role.get());
    }
}
