package io.factorscope.core.factorization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.job.Provenance;
import io.factorscope.core.store.FloatRows;
import io.factorscope.core.tensor.TorchProgram;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A running fit: which G is best, when to start factors again, when to end.
final class FitLoop {
    private static final int MAX_RECOVERIES = 5;

    /// Useless factors start again so many times in all, and no oftener than every so many
    /// iterations: two that are alike may be what the data ask for.
    private static final int MAX_RESEEDS = 5;

    private static final int RESEED_EVERY = 10;

    /// On every other token a factor that starts again has this; `mu` could not leave zero.
    private static final float TRACE = 1e-6f;

    private final FitRun run;
    private final FitSpec spec;
    private final NDManager manager;
    private final RowBlocks blocks;
    private final FitStep step;
    private final Starts starts;
    private final @Nullable Checkpoint checkpoint;
    private final List<Iteration> history = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private Progress at = Progress.START;
    private FitStep.State now;
    private float[] bestF = new float[0];
    private long began = System.nanoTime();

    /// The numbers that a fit goes on from, besides F and G.
    record Progress(
            int iteration,
            double bestLoss,
            int bestAt,
            double ridge,
            int recoveries,
            int reseeds,
            double seconds) {
        static final Progress START = new Progress(0, Double.POSITIVE_INFINITY, 0, 1e-6, 0, 0, 0);

        Progress better(double loss, int iteration) {
            return new Progress(iteration, loss, iteration, ridge, recoveries, reseeds, seconds);
        }

        Progress moved(int iteration, double seconds) {
            return new Progress(iteration, bestLoss, bestAt, ridge, recoveries, reseeds, seconds);
        }

        Progress recovered() {
            return new Progress(
                    iteration, bestLoss, bestAt, 10 * ridge, recoveries + 1, reseeds, seconds);
        }

        Progress reseeded() {
            return new Progress(
                    iteration, bestLoss, bestAt, ridge, recoveries, reseeds + 1, seconds);
        }
    }

    FitLoop(FitRun run, NDManager manager, TorchProgram ops, RowBlocks blocks)
            throws FactorscopeException {
        this.run = run;
        this.spec = run.spec();
        this.manager = manager;
        this.blocks = blocks;
        this.step = new FitStep(manager, ops, blocks, spec);
        this.starts = new Starts(ops, blocks, spec.rank());
        this.checkpoint = Checkpoint.of(run);
        this.now = step.measured(manager);
        if (spec.rank() >= run.data().d()) {
            log.add("K is " + spec.rank() + ", not below the width " + run.data().d());
        }
        if (run.data().constantNeurons() > 0) {
            log.add(
                    run.data().constantNeurons()
                            + " of "
                            + run.data().d()
                            + " neurons have one value on all tokens");
        }
    }

    /// Goes on from the checkpoint where there is one to resume, else from the start.
    void begin(@Nullable FloatRows given, JobContext context) throws FactorscopeException {
        if (checkpoint != null && checkpoint.resumes()) {
            resume(checkpoint);
        } else if (given != null) {
            blocks.fill((first, count, into) -> run.data().contract(given, first, count, into));
        } else {
            starts.begin(spec.start(), spec.seed(), manager, context);
        }
        began = System.nanoTime() - (long) (at.seconds() * 1e9);
        now.close();
        now = step.measured(manager);
    }

    private void resume(Checkpoint from) throws FactorscopeException {
        Checkpoint.Saved saved = from.saved();
        at = saved.progress();
        history.addAll(saved.history());
        history.forEach(run.listener()::iterated);
        log.clear();
        log.addAll(saved.log());
        if (at.bestAt() > 0) {
            bestF = from.features();
            blocks.fill(from.kept());
            blocks.keep();
        }
        blocks.fill(from.current());
    }

    void run(JobContext context) throws FactorscopeException {
        while (at.iteration() < spec.iterations()) {
            context.checkpoint();
            int i = at.iteration() + 1;
            FitStep.State next = step.next(manager, now, at.ridge(), i);
            at = at.moved(i, (System.nanoTime() - began) / 1e9);
            if (Double.isFinite(next.loss())) {
                take(next, i);
                report(next, context);
                run.listener().between(this::result);
                if (ended(next) || context.stopRequested()) {
                    break;
                }
                reseed();
            } else if (!recover(next)) {
                break;
            }
            if (checkpoint != null) {
                checkpoint.saveIfDue(at, this::snapshot);
            }
        }
    }

    private boolean ended(FitStep.State next) {
        return at.iteration() - at.bestAt() >= spec.patience()
                || spec.stops().reached(at.seconds(), next.loss() / step.total());
    }

    private Checkpoint.Content snapshot() {
        FloatRows f = FloatRows.of(bestF, spec.rank(), blocks.d());
        return new Checkpoint.Content(new Checkpoint.State(at, history, log), f, blocks);
    }

    private void report(FitStep.State next, JobContext context) {
        int done = at.iteration();
        double rate = done / Math.max(at.seconds(), 1e-9);
        double left = (spec.iterations() - done) / rate;
        if (spec.stops().seconds() > 0) {
            left = Math.min(left, Math.max(0, spec.stops().seconds() - at.seconds()));
        }
        Iteration iteration =
                new Iteration(
                        done,
                        next.loss(),
                        next.loss() / step.total(),
                        at.seconds(),
                        next.dead(),
                        next.duplicates(),
                        rate,
                        left);
        history.add(iteration);
        run.listener().iterated(iteration);
        context.progress("fitting " + spec.rule().id(), done, spec.iterations(), "iterations");
    }

    private void take(FitStep.State next, int i) {
        now.close();
        now = next;
        // From here on tokens choose: what came before has a lower loss but is another model.
        boolean another = step.startsChoosing(i);
        if (another || spec.stops().better(next.loss(), at.bestLoss())) {
            bestF = next.features();
            blocks.keep();
            at = at.better(next.loss(), i);
        }
    }

    /// Puts useless factors on the tokens that are explained worst.
    private void reseed() {
        int[] useless = now.useless();
        boolean due = at.iteration() % RESEED_EVERY == 0 && at.reseeds() < MAX_RESEEDS;
        boolean late = at.iteration() + RESEED_EVERY >= spec.iterations();
        if (useless.length == 0 || !due || late || !spec.reseed().with(spec.rule())) {
            return;
        }
        log.add(
                "iteration "
                        + at.iteration()
                        + ": factors "
                        + java.util.Arrays.toString(useless)
                        + " were zero or doubled and start again");
        plant(useless, now.features());
        at = at.reseeded();
    }

    private void plant(int[] factors, float[] features) {
        try (NDArray f = matrix(features)) {
            int[] worst = step.worst(f, factors.length);
            blocks.plant(java.util.Arrays.copyOf(factors, worst.length), worst, TRACE);
        }
        now.close();
        now = step.measured(manager);
    }

    private NDArray matrix(float[] features) {
        return manager.create(features, new Shape(spec.rank(), blocks.d()));
    }

    /// Back to the best G, or to a new start, with a larger ridge; false when it is hopeless.
    private boolean recover(FitStep.State broken) throws FactorscopeException {
        broken.close();
        log.add(
                "iteration "
                        + at.iteration()
                        + ": loss not a number; ridge now "
                        + 10 * at.ridge());
        now.close();
        if (at.bestAt() == 0) {
            starts.random(spec.seed() + 1 + at.recoveries());
            now = step.measured(manager);
        } else {
            blocks.back();
            now = step.measured(manager);
            int[] dead = now.empty();
            if (dead.length > 0) {
                log.add("factors " + java.util.Arrays.toString(dead) + " were dead, start again");
                plant(dead, bestF);
            }
        }
        at = at.recovered();
        return at.recoveries() <= MAX_RECOVERIES;
    }

    /// The best so far, with its exact loss.
    Factorization result() throws FactorscopeException {
        if (at.bestAt() == 0) {
            throw new FactorscopeException(
                    "FS-FIT-011",
                    "The fit never reached a finite loss; expected data of moderate size."
                            + " Scale the activations or switch unit norm on.");
        }
        double exact;
        try (NDArray f = matrix(bestF)) {
            exact = step.residual(manager, f);
        }
        int n = run.set().n();
        FloatRows g = run.storage().result(n, spec.rank());
        copyKept(g);
        Factorization.Manifest manifest =
                new Factorization.Manifest(
                        spec,
                        exact,
                        exact / step.total(),
                        at.bestAt(),
                        List.copyOf(log),
                        Provenance.now(
                                run.engine().deviceName(),
                                spec.seed(),
                                Map.of("activations", run.set().sha256())),
                        run.set().parts());
        return new Factorization(transpose(bestF, spec.rank(), blocks.d()), g, history, manifest);
    }

    private void copyKept(FloatRows g) throws FactorscopeException {
        try {
            blocks.read(true, (first, count, values) -> run.data().expand(first, count, values, g));
        } catch (IOException e) {
            throw new IllegalStateException("no file is written here", e);
        }
    }

    /// `[rows, columns]` to `[columns, rows]`.
    static float[] transpose(float[] matrix, int rows, int columns) {
        float[] out = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                out[column * rows + row] = matrix[row * columns + column];
            }
        }
        return out;
    }
}
