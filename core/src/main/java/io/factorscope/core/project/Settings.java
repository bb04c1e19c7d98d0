package io.factorscope.core.project;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.Precision;
import io.factorscope.core.store.Json;
import io.factorscope.core.tensor.DeviceChoice;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// What a person has chosen once and for all; kept as `settings.json` in the user's folder.
///
/// `offline`: the window uses no network. `modelsFolder`: where downloaded models are kept, empty
/// for the platform's place. `columns`: which of the table of concepts are wished for (true) or not
/// wanted (false). What a file lacks has its default.
public record Settings(
        Compute compute,
        Look look,
        boolean offline,
        String modelsFolder,
        NavigableMap<String, Boolean> columns) {
    /// Nothing chosen.
    public static final Settings DEFAULTS =
            new Settings(Compute.AUTO, Look.SYSTEM, false, "", new TreeMap<>());

    private static final String FILE = "settings.json";

    /// Defaults for what a file lacks.
    public Settings {
        compute = compute == null ? Compute.AUTO : compute;
        look = look == null ? Look.SYSTEM : look;
        modelsFolder = modelsFolder == null ? "" : modelsFolder;
        columns =
                Collections.unmodifiableNavigableMap(
                        columns == null ? new TreeMap<>() : new TreeMap<>(columns));
    }

    /// Where and how models run: a device as [DeviceChoice] reads it, native threads (0: the
    /// engine's choice), and the type of weights as [Precision] reads it.
    public record Compute(String device, int threads, String weights) {
        /// Everything left to the program.
        public static final Compute AUTO = new Compute("auto", 0, "auto");

        /// Defaults for what a file lacks.
        public Compute {
            device = device == null ? "auto" : device;
            threads = Math.max(0, threads);
            weights = weights == null ? "auto" : weights;
        }
    }

    /// How the window looks: `light`, `dark` or `system`, and the size of text in percent of what
    /// was designed, 90 to 150.
    public record Look(String theme, boolean highContrast, int fontPercent) {
        /// The smallest text.
        public static final int LEAST = 90;

        /// The largest text.
        public static final int MOST = 150;

        /// As the system has it, at the designed size.
        public static final Look SYSTEM = new Look("system", false, 100);

        /// Defaults for what a file lacks.
        public Look {
            theme = theme == null ? "system" : theme;
            fontPercent = fontPercent == 0 ? 100 : Math.clamp(fontPercent, LEAST, MOST);
        }
    }

    /// The settings in a folder, or the defaults where there are none.
    ///
    /// **Errors**: `FS-SETTINGS-001` when the file cannot be read or names an unknown device or
    /// type.
    public static Settings load(Path folder) throws FactorscopeException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return DEFAULTS;
        }
        try {
            Settings settings = Json.read(file, Settings.class);
            DeviceChoice.parse(settings.compute().device());
            Precision.parse(settings.compute().weights());
            return settings;
        } catch (FactorscopeException e) {
            throw new FactorscopeException(
                    "FS-SETTINGS-001",
                    file
                            + " cannot be used, so all settings have their defaults: "
                            + e.getMessage()
                            + " Correct the file, or change any setting in the window to write it"
                            + " anew.",
                    e);
        }
    }

    /// Keeps these settings in a folder.
    ///
    /// **Errors**: `FS-FILE-001`.
    public void save(Path folder) throws FactorscopeException {
        Json.write(folder.resolve(FILE), this);
    }

    /// These, but for how models run.
    public Settings with(Compute other) {
        return new Settings(other, look, offline, modelsFolder, columns);
    }

    /// These, but for how the window looks.
    public Settings with(Look other) {
        return new Settings(compute, other, offline, modelsFolder, columns);
    }

    /// These, but with or without network.
    public Settings withOffline(boolean other) {
        return new Settings(compute, look, other, modelsFolder, columns);
    }

    /// These, but with another folder for models.
    public Settings withModelsFolder(String other) {
        return new Settings(compute, look, offline, other, columns);
    }

    /// These, but with other columns of the table of concepts wished for (true) or not wanted
    /// (false); a column that is not named is shown where there is room.
    public Settings withColumns(Map<String, Boolean> other) {
        return new Settings(compute, look, offline, modelsFolder, new TreeMap<>(other));
    }
}
