package io.factorscope.core.steering;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Steering sessions kept by name, one JSON file each in one folder.
///
/// **Threads**: any; files are written whole.
public final class Presets {
    private static final String SUFFIX = ".json";

    private final Path folder;

    /// A name and what it stands for.
    public record Preset(String name, SteerSpec spec) {}

    /// The presets in a folder, which need not exist yet.
    public Presets(Path folder) {
        this.folder = folder;
    }

    /// Their names in order; files that are no presets are passed over.
    public List<String> names() throws FactorscopeException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        for (Path file : files()) {
            try {
                names.add(read(file).name);
            } catch (FactorscopeException broken) {
                System.getLogger(Presets.class.getName())
                        .log(System.Logger.Level.WARNING, broken.getMessage());
            }
        }
        names.sort(String.CASE_INSENSITIVE_ORDER);
        return List.copyOf(names);
    }

    private List<Path> files() throws FactorscopeException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> visible(file)).sorted().toList();
        } catch (IOException e) {
            throw Json.cannotRead(folder, e);
        }
    }

    private static boolean visible(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(SUFFIX) && !name.startsWith(".");
    }

    /// Keeps a session under a name, in place of one of the same name.
    ///
    /// **Errors**: `FS-STEER-001` for an empty name; `FS-FILE-001`.
    public void save(String name, SteerSpec spec) throws FactorscopeException {
        Json.write(file(name), new Preset(name.strip(), spec));
    }

    /// The session of a name.
    ///
    /// **Errors**: `FS-STEER-001`, `FS-FILE-003`, `FS-JSON-001`.
    public SteerSpec load(String name) throws FactorscopeException {
        return read(file(name)).spec;
    }

    private static Preset read(Path file) throws FactorscopeException {
        Preset preset = Json.read(file, Preset.class);
        Json.require(file, "name", preset.name);
        SteerSpec spec = Json.require(file, "spec", preset.spec);
        Json.require(file, "spec.generate", spec.generate());
        return preset;
    }

    /// Forgets a name; nothing happens where there is none.
    public void delete(String name) throws FactorscopeException {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(file(name), e);
        }
    }

    /// Gives a session another name, in place of one of that name.
    public void rename(String from, String to) throws FactorscopeException {
        SteerSpec spec = load(from);
        save(to, spec);
        if (!file(from).equals(file(to))) {
            delete(from);
        }
    }

    /// Letters and digits stay; every other character becomes its code, so that any name is a file
    /// on any system.
    private Path file(String name) throws FactorscopeException {
        String clean = name.strip();
        if (clean.isEmpty() || clean.length() > 60) {
            throw new FactorscopeException(
                    "FS-STEER-001",
                    "A preset needs a name of 1 to 60 characters; this one has "
                            + clean.length()
                            + ". Type a name.");
        }
        StringBuilder out = new StringBuilder();
        clean.codePoints()
                .forEach(c -> {
                    boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == '-');
                    out.append(
                            plain ? Character.toString(c) : String.format(Locale.ROOT, "_%x_", c));
                });
        return folder.resolve(out + SUFFIX);
    }
}
