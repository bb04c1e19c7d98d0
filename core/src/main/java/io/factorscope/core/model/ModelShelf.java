package io.factorscope.core.model;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The models at hand by name: the shipped ones and the downloaded ones.
///
/// A downloaded model lies in `ORG/NAME` under the shelf's folder and has that name; its last part
/// alone will do while no other model has it.
public final class ModelShelf {
    private static final int DEPTH = 2;

    private final Path shipped;
    private final Path downloaded;

    /// A shelf over the two folders; either may be missing.
    public ModelShelf(Path shipped, Path downloaded) {
        this.shipped = shipped;
        this.downloaded = downloaded;
    }

    /// A model at hand: what it is called and where it is.
    public record Item(String name, Path path, boolean isShipped) {}

    /// Where downloaded models are kept: `-Dfactorscope.models`, else the platform's folder for
    /// this user's data.
    public static Path userFolder() {
        String chosen = System.getProperty("factorscope.models", "");
        if (!chosen.isEmpty()) {
            return Path.of(chosen);
        }
        String home = System.getProperty("user.home");
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (os.contains("mac")) {
            return Path.of(home, "Library", "Application Support", "Factorscope", "models");
        }
        boolean windows = os.contains("win");
        String base = System.getenv(windows ? "LOCALAPPDATA" : "XDG_DATA_HOME");
        Path data =
                base == null || base.isEmpty()
                        ? Path.of(home, windows ? "AppData/Local" : ".local/share")
                        : Path.of(base);
        return data.resolve("factorscope").resolve("models");
    }

    /// Where a downloaded model of this name lies, or will.
    public Path place(String name) {
        return downloaded.resolve(name);
    }

    /// Every model, the shipped ones first, each group by name.
    public List<Item> items() throws FactorscopeException {
        List<Item> items = new ArrayList<>(items(shipped, true));
        items.addAll(items(downloaded, false));
        return items;
    }

    private static List<Item> items(Path root, boolean isShipped) throws FactorscopeException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(root, DEPTH)) {
            List<Item> items = new ArrayList<>();
            for (Path folder : walk.sorted().toList()) {
                boolean hidden =
                        root.relativize(folder).toString().startsWith(".")
                                || String.valueOf(folder.getFileName()).startsWith(".");
                if (!hidden && Files.isDirectory(folder) && isModel(folder)) {
                    String name = root.relativize(folder).toString().replace('\\', '/');
                    items.add(new Item(name, opened(folder), isShipped));
                }
            }
            return items;
        } catch (IOException e) {
            throw Json.cannotRead(root, e);
        }
    }

    private static boolean isModel(Path folder) throws IOException {
        return Files.isRegularFile(folder.resolve("config.json")) || !ggufs(folder).isEmpty();
    }

    private static List<Path> ggufs(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder, DEPTH)) {
            return files.filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".gguf"))
                    .filter(Files::isRegularFile)
                    .toList();
        }
    }

    /// What is opened for a folder: itself, or the one GGUF file that is all it holds.
    private static Path opened(Path folder) throws IOException {
        boolean weights = Files.isRegularFile(folder.resolve("config.json"));
        List<Path> ggufs = weights ? List.of() : ggufs(folder);
        return ggufs.size() == 1 ? ggufs.getFirst() : folder;
    }

    /// What a person means by a model: a path that exists, else a name on the shelf.
    ///
    /// **Errors**: `FS-SHELF-001` when it is neither. An absolute path, or one that begins with a
    /// dot, is never a name and comes back as it is.
    public Path resolve(String chosen) throws FactorscopeException {
        String name = chosen.strip().replace('\\', '/');
        try {
            Path path = Path.of(chosen.strip());
            if (Files.isDirectory(path)) {
                return opened(path);
            }
            if (Files.exists(path) || path.isAbsolute() || name.startsWith(".")) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw unknown(name, List.of());
        } catch (IOException e) {
            throw Json.cannotRead(Path.of(chosen.strip()), e);
        }
        List<Item> items = items();
        for (Item item : items) {
            if (item.name().equals(name)) {
                return item.path();
            }
        }
        List<Item> alike = items.stream().filter(item -> item.name().endsWith("/" + name)).toList();
        if (alike.size() != 1) {
            throw unknown(name, alike.isEmpty() ? items : alike);
        }
        return alike.getFirst().path();
    }

    private static FactorscopeException unknown(String name, List<Item> items) {
        return new FactorscopeException(
                "FS-SHELF-001",
                "'"
                        + name
                        + "' is no folder and not the name of one model; at hand: "
                        + String.join(", ", items.stream().map(Item::name).toList())
                        + ". Choose one of them, give a folder, or get it: factorscope model get"
                        + " ORG/NAME.");
    }
}
