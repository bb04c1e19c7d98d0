package io.factorscope.app.task;

/// Runs an action when the process is told to end (Ctrl+C), until it is closed.
public final class OnInterrupt implements AutoCloseable {
    private final Thread hook;

    /// Registers the action.
    public OnInterrupt(Runnable action) {
        hook = new Thread(action, "on interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            System.getLogger(OnInterrupt.class.getName())
                    .log(System.Logger.Level.DEBUG, "the process is ending", alreadyEnding);
        }
    }
}
