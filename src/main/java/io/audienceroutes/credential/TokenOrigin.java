package io.audienceroutes.credential;

/** Where an access token can be stored, in the order of look-up. */
public enum TokenOrigin {
    /** The credential store, filled by {@code credentials authorize} and {@code credentials add}. */
    STORE("the credential store"),
    /** An environment variable of this process. */
    ENVIRONMENT("an environment variable"),
    /** A file of the secrets directory. */
    FILE("a file of the secrets directory"),
    /** A configuration property; meant for the sandbox. */
    PROPERTY("a configuration property");

    private final String label;

    TokenOrigin(String label) {
        this.label = label;
    }

    /** For people. */
    public String label() {
        return label;
    }
}
