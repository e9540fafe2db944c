package io.audienceroutes.cli;

/** Commands that print a receipt log errors only, unless {@code -Dlog.level=…} asks for more. */
final class QuietLog {
    private static final String LEVEL = "log.level";

    private QuietLog() {}

    /** Must be called before the first logger is created: the level is read when logging starts. */
    static void use() {
        System.setProperty(LEVEL, System.getProperty(LEVEL, "error"));
    }
}
