package io.factorscope.app.session;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Precision;
import io.factorscope.core.project.FeatureEncoders;
import io.factorscope.core.project.Settings;
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
    private volatile How how;
    private final List<Entry> open = new ArrayList<>();
    private volatile String running = "";

    /// A host on a device, with a number of native threads (0: the engine's choice).
    public ModelHost(DeviceChoice device, int threads) {
        this(new How(device, threads, Precision.AUTO));
    }

    /// A host that opens models as told.
    public ModelHost(How how) {
        this.how = how;
    }

    /// How models are opened: the device, the native threads (0: the engine's choice), the type of
    /// weights.
    public record How(DeviceChoice device, int threads, Precision precision) {
        /// As the settings say.
        ///
        /// **Errors**: `FS-DEVICE-001`, `FS-DEVICE-005`.
        public static How of(Settings.Compute compute) throws FactorscopeException {
            return new How(
                    DeviceChoice.parse(compute.device()),
                    compute.threads(),
                    Precision.parse(compute.weights()));
        }
    }

    private static final class Entry {
        // As it was asked for: a folder that holds one GGUF file opens as that file.
        final Path place;
        final LanguageModel model;
        final FeatureEncoders encoders;
        final How how;
        int pins;

        Entry(Path place, LanguageModel model, How how) {
            this.place = place;
            this.model = model;
            this.encoders = new FeatureEncoders(model.engine());
            this.how = how;
        }

        void close() {
            encoders.close();
            model.close();
        }
    }

    /// Opens models so from their next use on; what a long job holds stays as it is. Any thread.
    public void configure(How wanted) {
        how = wanted;
    }

    /// Where models run, as people read it; any thread.
    public String device() {
        return running;
    }

    /// How fast this machine computes, where that has been measured before; any thread.
    public @Nullable ComputeSpeed rememberedSpeed() {
        return ComputeSpeed.remembered(how.device(), how.threads());
    }

    /// How fast this machine computes, measured the first time; starts the engine.
    public ComputeSpeed speed() throws FactorscopeException {
        return ComputeSpeed.of(how.device(), how.threads());
    }

    /// The model in a folder; others that no long job holds are closed.
    public LanguageModel model(Path folder) throws FactorscopeException {
        return entry(folder).model;
    }

    /// The autoencoders that are open beside the model in a folder.
    public FeatureEncoders encoders(Path folder) throws FactorscopeException {
        return entry(folder).encoders;
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
        How now = how;
        for (Entry entry : open) {
            if (entry.place.equals(wanted) && entry.how.equals(now)) {
                return entry;
            }
        }
        TensorEngine engine = TensorEngine.start(now.device(), now.threads());
        Entry fresh = new Entry(wanted, LanguageModel.open(wanted, engine, now.precision()), now);
        for (Entry entry : List.copyOf(open)) {
            if (entry.pins == 0) {
                open.remove(entry);
                entry.close();
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
        open.forEach(Entry::close);
        open.clear();
    }
}
