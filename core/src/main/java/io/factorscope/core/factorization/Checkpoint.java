package io.factorscope.core.factorization;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.FloatRows;
import io.factorscope.core.store.Json;
import io.factorscope.core.store.Npy;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A folder from which a killed fit goes on as if nothing had happened, to the same bytes.
///
/// The matrices are files numbered by iteration; `checkpoint.json` names the ones that belong
/// together and is replaced last, so a kill or a full disk leaves the checkpoint before.
///
/// **Shapes**: `G-i.npy`, `best-G-i.npy` `[kept, K]`, as the fit sees them (weighted);
/// `best-F-i.npy` `[K, d]`.
public final class Checkpoint {
    private static final String MANIFEST = "checkpoint.json";

    private final FitRun run;
    private final Path folder;
    private long lastSaved = System.nanoTime();
    private @Nullable Saved saved;

    /// Iteration, history and log.
    record State(FitLoop.Progress progress, List<Iteration> history, List<String> log) {
        State {
            history = List.copyOf(history);
            log = List.copyOf(log);
        }
    }

    /// What is written down.
    record Content(State state, FloatRows bestF, RowBlocks blocks) {}

    /// The manifest.
    record Saved(FitSpec spec, String data, int kept, State state) {
        FitLoop.Progress progress() {
            return state.progress();
        }

        List<Iteration> history() {
            return state.history();
        }

        List<String> log() {
            return state.log();
        }
    }

    /// Makes the content to write.
    @FunctionalInterface
    interface Source {
        Content now();
    }

    private Checkpoint(FitRun run, Path folder) {
        this.run = run;
        this.folder = folder;
    }

    /// The checkpoint that the run's storage asks for.
    ///
    /// **Errors**: `FS-FIT-012` when it belongs to another fit or other data; file errors.
    static @Nullable Checkpoint of(FitRun run) throws FactorscopeException {
        Path folder = run.storage().checkpoint();
        if (folder == null) {
            return null;
        }
        Checkpoint made = new Checkpoint(run, folder);
        Path manifest = folder.resolve(MANIFEST);
        if (run.storage().resume() && Files.exists(manifest)) {
            Saved found = Json.read(manifest, Saved.class);
            Json.require(manifest, "state", found.state);
            made.check(found);
            made.saved = found;
        }
        return made;
    }

    private void check(Saved found) throws FactorscopeException {
        boolean sameSpec = run.spec().equals(found.spec);
        boolean sameData = run.set().sha256().equals(found.data) && found.kept == run.data().kept();
        if (!sameSpec || !sameData) {
            throw new FactorscopeException(
                    "FS-FIT-012",
                    folder
                            + " holds a checkpoint of "
                            + (sameSpec ? "other activations" : "another fit: " + found.spec)
                            + ". Give the same settings and data, or another folder.");
        }
    }

    /// How many iterations the fit in a folder had done at its last checkpoint; 0 where there is
    /// none.
    public static int iterations(Path folder) throws FactorscopeException {
        Path manifest = folder.resolve(MANIFEST);
        return Files.exists(manifest)
                ? Json.readTree(manifest).at("/state/progress/iteration").asInt(0)
                : 0;
    }

    boolean resumes() {
        return saved != null;
    }

    Saved saved() {
        if (saved == null) {
            throw new IllegalStateException("nothing to resume");
        }
        return saved;
    }

    private Path file(String name, int iteration) {
        return folder.resolve(name + "-" + iteration + ".npy");
    }

    /// The best F `[K, d]`.
    float[] features() throws FactorscopeException {
        return Npy.read(file("best-F", saved().progress().iteration()), 2).values();
    }

    /// The best G.
    BlockArrays.Filler kept() throws FactorscopeException {
        return columns("best-G");
    }

    /// The G to go on from.
    BlockArrays.Filler current() throws FactorscopeException {
        return columns("G");
    }

    private BlockArrays.Filler columns(String name) throws FactorscopeException {
        FloatRows rows = FloatRows.read(file(name, saved().progress().iteration()));
        float[] row = new float[rows.columns()];
        return (first, count, into) -> {
            for (int i = 0; i < count; i++) {
                rows.row(first + i, row);
                for (int k = 0; k < row.length; k++) {
                    into[k * count + i] = row[k];
                }
            }
        };
    }

    /// Writes a checkpoint when the last is old enough.
    void saveIfDue(FitLoop.Progress at, Source source) throws FactorscopeException {
        double age = (System.nanoTime() - lastSaved) / 1e9;
        if (at.bestAt() > 0 && age >= run.storage().checkpointSeconds()) {
            save(source.now());
            lastSaved = System.nanoTime();
        }
    }

    private void save(Content content) throws FactorscopeException {
        int iteration = content.state.progress().iteration();
        write(file("G", iteration), false, content.blocks);
        write(file("best-G", iteration), true, content.blocks);
        content.bestF.write(file("best-F", iteration));
        Json.write(
                folder.resolve(MANIFEST),
                new Saved(run.spec(), run.set().sha256(), run.data().kept(), content.state));
        removeOthers(iteration);
    }

    private void write(Path file, boolean best, RowBlocks blocks) throws FactorscopeException {
        AtomicFiles.write(
                file,
                out -> {
                    out.write(Npy.header(blocks.n(), run.spec().rank()));
                    blocks.read(
                            best,
                            (first, count, g) ->
                                    Npy.writeValues(
                                            out, FitLoop.transpose(g, run.spec().rank(), count)));
                });
    }

    private void removeOthers(int iteration) throws FactorscopeException {
        String mine = "-" + iteration + ".npy";
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.matches("(G|best-G|best-F)-\\d+\\.npy") && !name.endsWith(mine)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw Json.cannotRead(folder, e);
        }
    }
}
