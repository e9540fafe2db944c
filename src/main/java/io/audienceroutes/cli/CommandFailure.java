package io.audienceroutes.cli;

import io.audienceroutes.app.InvalidSettings;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.state.StateFaults;
import io.audienceroutes.text.SafeText;
import picocli.CommandLine;

/** Reports why a command failed: a sentence, not a stack trace. */
final class CommandFailure {
    private CommandFailure() {}

    static int report(CommandLine command, Exception exception) {
        Throwable cause = meaning(exception);
        String told =
                expected(cause) ? text(cause) : StateFaults.meaning(exception).orElseGet(() -> text(cause));
        if (command.getCommand() instanceof BundleCommand asked) {
            told = asked.inCommands(told);
        }
        command.getErr().println(command.getColorScheme().errorText("Error: " + SafeText.of(told)));
        if (Boolean.getBoolean("stacktrace")) {
            exception.printStackTrace(command.getErr());
        }
        return expected(cause) ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }

    /** Camel and picocli wrap the exception with the useful message. */
    private static Throwable meaning(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (expected(cause)) {
                return cause;
            }
        }
        return exception;
    }

    private static boolean expected(Throwable cause) {
        return cause instanceof WorkflowError
                || cause instanceof InvalidSettings
                || cause.getClass().getName().startsWith("io.audienceroutes.");
    }

    private static String text(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
