package io.factorscope.app;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/// Settings of a test's own, until it is closed.
public final class ConfigFolder implements AutoCloseable {
    private static final String PROPERTY = "factorscope.config";

    private final @Nullable String before = System.getProperty(PROPERTY);

    /// Settings are in this folder from now on.
    public ConfigFolder(Path folder) {
        System.setProperty(PROPERTY, folder.toString());
    }

    @Override
    public void close() {
        if (before == null) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, before);
        }
    }
}
