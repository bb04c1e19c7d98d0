package io.factorscope.app;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Collects what JavaFX complains of in style sheets, from parse errors to colours that nobody
/// defined, until closed.
public final class CssWarnings extends Handler {
    private final Logger logger = Logger.getLogger("javafx.css");
    private final List<String> messages = Collections.synchronizedList(new ArrayList<>());

    /// Begins to collect.
    public CssWarnings() {
        logger.addHandler(this);
    }

    /// What has been collected, without repetitions.
    public List<String> messages() {
        synchronized (messages) {
            return messages.stream().distinct().toList();
        }
    }

    @Override
    public void publish(LogRecord warning) {
        if (warning.getLevel().intValue() >= Level.WARNING.intValue()) {
            messages.add(warning.getMessage());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
