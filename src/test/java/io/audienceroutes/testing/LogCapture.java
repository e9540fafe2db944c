package io.audienceroutes.testing;

import java.io.StringWriter;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** Everything that is logged, at every level and with stack traces, while this is open. */
public final class LogCapture implements AutoCloseable {
    private final StringWriter text = new StringWriter();
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final LoggerConfig root = context.getConfiguration().getRootLogger();
    private final Level levelBefore = root.getLevel();
    private final Map<String, Appender> appendersBefore = Map.copyOf(root.getAppenders());
    private final WriterAppender appender = WriterAppender.createAppender(
            PatternLayout.newBuilder()
                    .withPattern("%level %logger %message%n%throwable")
                    .build(),
            null,
            text,
            "capture",
            false,
            false);

    /** Starts to listen to the loggers whose level is not set otherwise. */
    public LogCapture() {
        this(Level.ALL);
    }

    /** As above, to what is of this level at least. */
    public LogCapture(Level level) {
        appender.start();
        // Elsewhere the usual levels stay: nobody wants every trace on the console
        appendersBefore.keySet().forEach(root::removeAppender);
        root.addAppender(appender, level, null);
        root.setLevel(level);
        context.updateLoggers();
    }

    /** What was logged so far. */
    public String text() {
        return text.toString();
    }

    @Override
    public void close() {
        root.removeAppender("capture");
        appendersBefore.values().forEach(before -> root.addAppender(before, null, null));
        root.setLevel(levelBefore);
        context.updateLoggers();
        appender.stop();
    }
}
