package io.factorscope.core.tensor;

import java.lang.reflect.InvocationTargetException;

/// Java's Vector API, a module that still incubates, loaded when it is first needed (ADR 20).
///
/// The switch `--add-modules` would do at every start, with a warning, and without most of what the
/// start-up cache keeps. So it is loaded the way the JDK loads its own agents, which needs
/// `--add-exports java.base/jdk.internal.module=ALL-UNNAMED`; where that is refused, the engine's
/// products are used.
///
/// **Threads**: any.
public final class VectorModule {
    private static final String NAME = "jdk.incubator.vector";
    private static final boolean LOADED = load();

    private VectorModule() {}

    /// Whether [RowProduct] and [VectorMath] can be used.
    public static boolean isLoaded() {
        return LOADED;
    }

    private static boolean load() {
        if (ModuleLayer.boot().findModule(NAME).isPresent()) {
            return true;
        }
        try {
            Class<?> modules = Class.forName("jdk.internal.module.Modules");
            modules.getMethod("loadModule", String.class).invoke(null, NAME);
            return true;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
            System.getLogger(VectorModule.class.getName())
                    .log(System.Logger.Level.INFO, "no Vector API: {0}", cause);
            return false;
        }
    }
}
