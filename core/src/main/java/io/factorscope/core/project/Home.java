package io.factorscope.core.project;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.judge.ApiKeys;
import io.factorscope.core.model.ModelShelf;
import io.factorscope.core.model.hub.HubAccess;
import io.factorscope.core.net.EnvFile;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where the program's own files are: the embedded model, the shipped analysis and data sets.
public final class Home {
    private static final String INSIDE = "home:";

    private Home() {}

    /// The program's folder, set by the launcher.
    ///
    /// **Errors**: `FS-HOME-001` when it is not set or not there.
    public static Path path() throws FactorscopeException {
        String home = System.getProperty("factorscope.home", "");
        if (home.isEmpty() || !Files.isDirectory(Path.of(home, "resources"))) {
            throw new FactorscopeException(
                    "FS-HOME-001",
                    "The program's folder is not known (factorscope.home is '"
                            + home
                            + "'); expected one that holds resources and data. Start it with"
                            + " ./factorscope.");
        }
        return Path.of(home);
    }

    /// A path as it is kept in files: relative to the program's folder (`home:…`) where it is
    /// inside.
    public static String portable(Path path) throws FactorscopeException {
        Path home = path().toAbsolutePath().normalize();
        Path full = path.toAbsolutePath().normalize();
        return full.startsWith(home)
                ? INSIDE + home.relativize(full).toString().replace('\\', '/')
                : full.toString();
    }

    /// The path that [#portable] gave.
    public static Path resolve(String kept) throws FactorscopeException {
        return kept.startsWith(INSIDE)
                ? path().resolve(kept.substring(INSIDE.length()))
                : Path.of(kept);
    }

    /// The folder of the model that is shipped.
    public static Path embeddedModel() throws FactorscopeException {
        return path().resolve("resources/models/storyteller");
    }

    /// The models at hand by name: shipped and downloaded.
    public static ModelShelf models() throws FactorscopeException {
        return new ModelShelf(path().resolve("resources/models"), modelsFolder());
    }

    /// Where downloaded models are kept: `-Dfactorscope.models`, else the folder in the settings,
    /// else the platform's.
    public static Path modelsFolder() throws FactorscopeException {
        if (!System.getProperty("factorscope.models", "").isEmpty()) {
            return ModelShelf.userFolder();
        }
        String chosen = Settings.load(UserFolders.config()).modelsFolder();
        return chosen.isEmpty() ? ModelShelf.userFolder() : Path.of(chosen);
    }

    /// The Hub and the token: from `base` and the environment, else from a file `.env` in the
    /// working folder or the program's.
    public static HubAccess hub(@Nullable String base) throws FactorscopeException {
        return HubAccess.of(base, System.getenv(), List.of(Path.of(""), path()));
    }

    /// The keys of chat services: from the environment, else from a file `.env` in the working
    /// folder or the user's.
    public static ApiKeys apiKeys() throws FactorscopeException {
        List<Path> folders = List.of(Path.of(""), UserFolders.config());
        return ApiKeys.of(new EnvFile(System.getenv(), folders));
    }

    /// Where chat services' answers are kept, so that none is paid for twice.
    public static Path answers() {
        return UserFolders.state().resolve("answers");
    }

    /// The folder of the analysis that is shipped, already fitted.
    public static Path shippedAnalysis() throws FactorscopeException {
        return path().resolve("resources/analyses/stories");
    }

    /// The folder of the sparse autoencoder that is shipped.
    public static Path shippedSae() throws FactorscopeException {
        return path().resolve("resources/saes/storyteller-3-mlp-out");
    }

    /// A data set that is shipped, by its file name.
    public static Path data(String name) throws FactorscopeException {
        return path().resolve("data").resolve(name);
    }
}
