package io.factorscope.app.session;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.tensor.DeviceChoice;
import io.factorscope.core.tensor.TensorEngine;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/// The one model that is open, opened on first use.
///
/// **Threads**: the engine thread only.
public final class ModelHost implements AutoCloseable {
    private final DeviceChoice device;
    private final int threads;
    private @Nullable LanguageModel open;

    /// A host on a device, with a number of native threads (0: the engine's choice).
    public ModelHost(DeviceChoice device, int threads) {
        this.device = device;
        this.threads = threads;
    }

    /// The model in a folder; another one that was open is closed.
    public LanguageModel model(Path folder) throws FactorscopeException {
        Path wanted = folder.toAbsolutePath().normalize();
        if (open != null && open.folder().equals(wanted)) {
            return open;
        }
        LanguageModel fresh = LanguageModel.open(wanted, TensorEngine.start(device, threads));
        close();
        open = fresh;
        return fresh;
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
