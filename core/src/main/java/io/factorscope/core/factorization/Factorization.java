package io.factorscope.core.factorization;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.activation.StackPart;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Provenance;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.FloatRows;
import io.factorscope.core.store.Json;
import io.factorscope.core.store.Npy;
import io.factorscope.core.store.NpyArray;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The result of a fit: sparse signed features F and nonnegative activations G.
///
/// **Shapes**: F `[d, K]`, G `[n, K]`, row-major. **Threads**: never changed after it is made.
public final class Factorization {
    /// The file that marks a factorization's folder.
    public static final String MANIFEST = "factorization.json";

    private final float[] f;
    private final FloatRows g;
    private final int rank;
    private final List<Iteration> history;
    private final Manifest manifest;

    /// How it was made, and how well it fits; `parts` are the hook points side by side in A, none
    /// where it is of one.
    public record Manifest(
            FitSpec spec,
            double loss,
            double relative,
            int bestIteration,
            List<String> log,
            Provenance provenance,
            List<StackPart> parts) {
        /// Files of earlier versions lack the parts.
        @SuppressWarnings("ConstantValue") // absent in a file is null here
        public Manifest {
            parts = parts == null ? List.of() : List.copyOf(parts);
        }
    }

    Factorization(float[] f, FloatRows g, List<Iteration> history, Manifest manifest) {
        this.f = f;
        this.g = g;
        this.rank = manifest.spec.rank();
        this.history = List.copyOf(history);
        this.manifest = manifest;
    }

    /// One made elsewhere: F `[d, K]` and G `[n, K]`, not copied, of these activations.
    ///
    /// **Cost**: n × d × K, for the loss.
    public static Factorization given(
            float[] f, FloatRows g, FitSpec spec, ActivationSet of, Provenance provenance) {
        double loss = 0;
        double whole = 0;
        float[] row = new float[of.d()];
        float[] weights = new float[g.columns()];
        for (int i = 0; i < of.n(); i++) {
            of.row(i, row);
            g.row(i, weights);
            for (int j = 0; j < row.length; j++) {
                double sum = row[j];
                whole += sum * sum;
                for (int k = 0; k < weights.length; k++) {
                    sum -= (double) f[j * weights.length + k] * weights[k];
                }
                loss += sum * sum;
            }
        }
        Manifest manifest =
                new Manifest(
                        spec,
                        loss,
                        whole == 0 ? 0 : loss / whole,
                        0,
                        List.of("made elsewhere"),
                        provenance,
                        List.of());
        return new Factorization(f, g, List.of(), manifest);
    }

    /// K, the number of factors.
    public int rank() {
        return rank;
    }

    /// How wide a factor is.
    public int d() {
        return f.length / rank;
    }

    /// How many tokens there are.
    public int n() {
        return g.rows();
    }

    /// F, `[d, K]`; not a copy.
    public float[] f() {
        return f;
    }

    /// G, `[n, K]`, as one array; not a copy where it is in memory.
    public float[] g() {
        return g.values();
    }

    /// G, `[n, K]`, perhaps in a mapped file.
    public FloatRows activations() {
        return g;
    }

    /// One factor's direction over neurons, `[d]`.
    public float[] direction(int factor) {
        float[] out = new float[d()];
        for (int row = 0; row < out.length; row++) {
            out[row] = f[row * rank + factor];
        }
        return out;
    }

    /// The directions of all factors at one of the hook points side by side in A, in the units of
    /// its own activations: `[width, K]`.
    public float[] directionsAt(int part) {
        List<StackPart> parts = manifest.parts;
        int from = parts.subList(0, part).stream().mapToInt(StackPart::width).sum() * rank;
        float[] out = Arrays.copyOfRange(f, from, from + parts.get(part).width() * rank);
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (out[i] / parts.get(part).scale());
        }
        return out;
    }

    /// One factor's activation on every token, `[n]`.
    public float[] activation(int factor) {
        return g.column(factor);
    }

    /// Every iteration in order.
    public List<Iteration> history() {
        return history;
    }

    /// How it was made, and how well it fits.
    public Manifest manifest() {
        return manifest;
    }

    /// Writes `F.npy`, `G.npy`, `history.csv` and `factorization.json`, all or nothing; where A had
    /// several hook points, also `F.HOOK.npy` for each ([#directionsAt]).
    public void save(Path folder) throws FactorscopeException {
        AtomicFiles.writeFolder(folder, this::writeInto);
    }

    /// Writes the files into a folder that exists.
    public void writeInto(Path folder) throws FactorscopeException {
        Npy.write(folder.resolve("F.npy"), f, d(), rank);
        g.write(folder.resolve("G.npy"));
        for (int i = 0; i < manifest.parts.size(); i++) {
            StackPart part = manifest.parts.get(i);
            Path file = folder.resolve("F." + part.name() + ".npy");
            Npy.write(file, directionsAt(i), part.width(), rank);
        }
        StringBuilder csv = new StringBuilder("iteration,loss,relative,seconds,dead,duplicates\n");
        for (Iteration i : history) {
            csv.append(i.number()).append(',').append(i.loss()).append(',').append(i.relative());
            csv.append(String.format(Locale.ROOT, ",%.3f,", i.seconds()));
            csv.append(i.dead()).append(',').append(i.duplicates()).append('\n');
        }
        byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
        AtomicFiles.write(folder.resolve("history.csv"), out -> out.write(bytes));
        Json.write(folder.resolve(MANIFEST), new Saved(manifest, history));
    }

    private record Saved(Manifest manifest, List<Iteration> history) {}

    /// Reads what [#save] wrote.
    ///
    /// **Errors**: `FS-FIT-008` when the files do not belong together.
    public static Factorization load(Path folder) throws FactorscopeException {
        Saved saved = Json.read(folder.resolve(MANIFEST), Saved.class);
        Path file = folder.resolve(MANIFEST);
        Manifest manifest = Json.require(file, "manifest", saved.manifest);
        Json.require(file, "manifest.spec", manifest.spec);
        Json.require(file, "history", saved.history);
        NpyArray f = Npy.read(folder.resolve("F.npy"), 2);
        FloatRows g = FloatRows.read(folder.resolve("G.npy"));
        int rank = saved.manifest.spec.rank();
        if (f.size(1) != rank || g.columns() != rank) {
            throw new FactorscopeException(
                    "FS-FIT-008",
                    folder
                            + ": F has "
                            + f.size(1)
                            + " factors, G "
                            + g.columns()
                            + ", the manifest says "
                            + rank
                            + ". The files do not belong together; fit again.");
        }
        return new Factorization(f.values(), g, saved.history, saved.manifest);
    }
}
