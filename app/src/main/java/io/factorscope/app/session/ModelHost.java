package io.factorscope.app.session;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Precision;
import io.factorscope.core.tensor.ComputeSpeed;
import io.factorscope.core.tensor.DeviceChoice;
import io.factorscope.core.tensor.TensorEngine;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The models that are open, as a rule one, opened on first use.
///
/// **Threads**: the engine thread only.
public final class ModelHost implements AutoCloseable {
    private final DeviceChoice device;
    private final int threads;
    private final List<Entry> open = new ArrayList<>();
    private volatile String running = "";

    /// A host on a device, with a number of native threads (0: the engine's choice).
    public ModelHost(DeviceChoice device, int threads) {
        this.device = device;
        this.threads = threads;
    }

    private static final class Entry {
        final LanguageModel model;
        int pins;

        Entry(LanguageModel model) {
            this.model = model;
        }
    }

    /// Where models run, as people read it; any thread.
    public String device() {
        return running;
    }

    /// How fast this machine computes, where that has been measured before; any thread.
    public @Nullable ComputeSpeed rememberedSpeed() {
        return ComputeSpeed.remembered(device, threads);
    }

    /// How fast this machine computes, measured the first time; starts the engine.
    public ComputeSpeed speed() throws FactorscopeException {
        return ComputeSpeed.of(device, threads);
    }

    /// The model in a folder; others that no long job holds are closed.
    public LanguageModel model(Path folder) throws FactorscopeException {
        return entry(folder).model;
    }

    /// A model that stays open while a long job runs, whatever is opened in between.
    public Pinned pin(Path folder) throws FactorscopeException {
        return new Pinned(entry(folder));
    }

    /// Holds a model open until it is closed.
    public static final class Pinned implements AutoCloseable {
        private final Entry entry;

        private Pinned(Entry entry) {
            this.entry = entry;
            entry.pins++;
        }

        /// The model.
        public LanguageModel model() {
            return entry.model;
        }

        @Override
        public void close() {
            entry.pins--;
        }
    }

    private Entry entry(Path folder) throws FactorscopeException {
        Path wanted = folder.toAbsolutePath().normalize();
        for (Entry entry : open) {
            if (entry.model.folder().equals(wanted)) {
                return entry;
            }
        }
        Entry fresh = new Entry(LanguageModel.open(wanted, TensorEngine.start(device, threads)));
        for (Entry entry : List.copyOf(open)) {
            if (entry.pins == 0) {
                open.remove(entry);
                entry.model.close();
            }
        }
        open.add(fresh);
        String place = fresh.model.engine().deviceName().toUpperCase(Locale.ROOT);
        boolean half = fresh.model.precision() == Precision.BFLOAT16;
        running = half ? place + " · bfloat16" : place;
        return fresh;
    }

    @Override
    public void close() {
        open.forEach(entry -> entry.model.close());
        open.clear();
    }
}
