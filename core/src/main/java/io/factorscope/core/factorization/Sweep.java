package io.factorscope.core.factorization;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;
import io.factorscope.core.tensor.TensorEngine;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs a sweep: one folder a fit, then a table of all and advice on K.
///
/// A finished fit, known by its spec and its data, is not run again; so a stopped sweep goes on
/// where it was. **Threads**: the engine thread.
public final class Sweep {
    /// The file that holds the table and the advice.
    public static final String MANIFEST = "sweep.json";

    private final TensorEngine engine;
    private final SweepSpec spec;
    private final FitStorage storage;

    /// A sweep to be run on `engine`.
    public Sweep(TensorEngine engine, SweepSpec spec, FitStorage storage) {
        this.engine = engine;
        this.spec = spec;
        this.storage = storage;
    }

    /// One fit in the table; `stability` is the mean matched cosine of its factors with those of
    /// the same fit from the other seeds, absent (−1) with one seed.
    public record Row(
            String hook,
            int rank,
            double sparsity,
            long seed,
            double relative,
            double explained,
            int iterations,
            double seconds,
            int dead,
            int duplicates,
            double stability) {}

    /// Everything a sweep found.
    public record Report(SweepSpec spec, List<Row> rows, List<KAdvice> advice) {}

    /// Runs what is not there yet into `folder`, and writes `sweep.csv` and `sweep.json`.
    ///
    /// **Errors**: `FS-SWEEP-002` where a cell's folder holds another fit, and those of the fits.
    public Report run(Map<HookPoint, ActivationSet> sets, Path folder, JobContext context)
            throws FactorscopeException {
        List<SweepSpec.Cell> cells = spec.cells();
        for (int i = 0; i < cells.size(); i++) {
            context.checkpoint();
            context.progress("sweeping", i, cells.size(), "fits");
            SweepSpec.Cell cell = cells.get(i);
            ActivationSet set = sets.get(cell.hook());
            if (set == null) {
                throw new IllegalArgumentException("no activations at " + cell.hook());
            }
            Path own = folder.resolve(cell.name());
            if (!finished(own, cell, set)) {
                new SemiNmf(engine, cell.fit(), iteration -> {}, storage)
                        .run(set, null, context)
                        .save(own);
            }
        }
        Report report = report(cells, folder);
        write(report, folder);
        return report;
    }

    private static boolean finished(Path own, SweepSpec.Cell cell, ActivationSet set)
            throws FactorscopeException {
        if (!Files.exists(own.resolve(Factorization.MANIFEST))) {
            return false;
        }
        Factorization.Manifest found = Factorization.load(own).manifest();
        String data = found.provenance().inputs().getOrDefault("activations", "");
        if (!found.spec().equals(cell.fit()) || !data.equals(set.sha256())) {
            throw new FactorscopeException(
                    "FS-SWEEP-002",
                    own
                            + " holds a fit with other settings or of other activations. Give"
                            + " another folder, or remove this one.");
        }
        return true;
    }

    private Report report(List<SweepSpec.Cell> cells, Path folder) throws FactorscopeException {
        List<Row> rows = new ArrayList<>();
        int seeds = spec.seeds().size();
        for (int from = 0; from < cells.size(); from += seeds) {
            List<Factorization> fits = new ArrayList<>();
            for (SweepSpec.Cell cell : cells.subList(from, from + seeds)) {
                fits.add(Factorization.load(folder.resolve(cell.name())));
            }
            for (int i = 0; i < seeds; i++) {
                rows.add(row(cells.get(from + i), fits.get(i), stability(fits, i)));
            }
        }
        return new Report(spec, rows, KAdvice.of(spec, rows));
    }

    private static double stability(List<Factorization> fits, int of) {
        double sum = 0;
        for (int other = 0; other < fits.size(); other++) {
            if (other != of) {
                sum += FactorMatch.of(fits.get(of), fits.get(other)).mean();
            }
        }
        return fits.size() < 2 ? -1 : sum / (fits.size() - 1);
    }

    private static Row row(SweepSpec.Cell cell, Factorization fit, double stability) {
        Iteration last = fit.history().getLast();
        Iteration best =
                fit.history().stream()
                        .filter(i -> i.number() == fit.manifest().bestIteration())
                        .findFirst()
                        .orElse(last);
        return new Row(
                cell.hook().name(),
                fit.rank(),
                cell.fit().sparsity(),
                cell.fit().seed(),
                fit.manifest().relative(),
                1 - fit.manifest().relative(),
                last.number(),
                last.seconds(),
                best.dead(),
                best.duplicates(),
                stability);
    }

    private static void write(Report report, Path folder) throws FactorscopeException {
        StringBuilder csv =
                new StringBuilder(
                        "hook,rank,sparsity,seed,relative,explained,iterations,seconds,dead,"
                                + "duplicates,stability\n");
        for (Row row : report.rows) {
            List<Object> fields =
                    List.of(
                            row.hook,
                            row.rank,
                            row.sparsity,
                            row.seed,
                            row.relative,
                            row.explained,
                            row.iterations,
                            row.seconds,
                            row.dead,
                            row.duplicates,
                            row.stability < 0 ? "" : row.stability);
            csv.append(String.join(",", fields.stream().map(String::valueOf).toList()));
            csv.append('\n');
        }
        byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
        AtomicFiles.write(folder.resolve("sweep.csv"), out -> out.write(bytes));
        Json.write(folder.resolve(MANIFEST), report);
    }
}
