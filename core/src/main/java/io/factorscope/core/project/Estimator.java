package io.factorscope.core.project;

import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.factorization.FitStorage;
import io.factorscope.core.factorization.UpdateRule;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.ModelConfig;
import io.factorscope.core.model.ModelInspection;
import io.factorscope.core.tensor.ComputeSpeed;

import org.jspecify.annotations.Nullable;

/// Works out what a job will take from sizes alone.
///
/// - *Collect*: two operations a parameter and token, in the layers up to the hook.
/// - *Fit*, each iteration: the products A G and AᵀF, which compute; and the sweeps over G (and
///   over F on its support), which read G once a factor; all iterations are counted, though a fit
///   mostly ends earlier.
///
/// Small matrices run slower than the large ones of the probe: hence the shares below, taken from
/// fits and collections of the embedded model.
public final class Estimator {
    private static final double COLLECT_SHARE = 0.25;
    private static final double FIT_SHARE = 0.4;
    private static final double STEP_SECONDS = 30e-6;
    private static final int REFIT_STEPS = 5;
    private static final int SWEEPS = 2;
    private static final int BATCH_TOKENS = 2048;

    /// The engine, this program and its heap.
    private static final long BASE = 700_000_000;

    /// What the heap may keep of weights that were converted while they were read, not mapped.
    private static final long CONVERTED = 350_000_000;

    /// What a fit works with beside A and G: blocks and what kernels make of them.
    private static final long WORKING = 300_000_000;

    /// G and what it is updated from, in the current and the best state.
    private static final int STATES = 9;

    /// F in its forms, in the current and the best state.
    private static final int FACTOR_STATES = 12;

    private final @Nullable ComputeSpeed speed;

    /// An estimator for a machine of this speed; null leaves times out.
    public Estimator(@Nullable ComputeSpeed speed) {
        this.speed = speed;
    }

    /// Collecting one hook point over so many tokens.
    ///
    /// **Errors**: `FS-MODEL-020` when something is wrong with the model, `FS-HOOK-002` when it has
    /// no such layer.
    public Estimate collect(ModelInspection model, HookPoint hook, long tokens)
            throws FactorscopeException {
        ModelConfig config = model.requireConfig();
        config.check(hook);
        int layers = config.layers();
        int width = config.width(hook.site());
        double operations = 2.0 * model.layerParameters() / layers * (hook.layer() + 1) * tokens;
        long batch = 12L * BATCH_TOKENS * Math.max(width, config.dMlp());
        return new Estimate(
                tokens,
                speed == null ? -1 : operations / (COLLECT_SHARE * speed.flops()),
                opened(model) + 4 * batch,
                4 * tokens * width);
    }

    /// The memory of this program with the model open.
    private static long opened(ModelInspection model) {
        long weights = model.weightBytes();
        return BASE + weights + (model.mapped() ? 0 : Math.min(CONVERTED, weights / 2));
    }

    /// Fitting activations `[n, d]`: A and G in memory, or, beyond what [FitStorage] keeps there, A
    /// and two copies of G in temporary files.
    public Estimate fit(long n, int d, FitSpec spec) {
        long k = spec.rank();
        long a = 4 * n * d;
        long g = 4 * n * k;
        boolean files = a > FitStorage.usual().memoryBytes();
        return new Estimate(
                n,
                speed == null ? -1 : spec.iterations() * iteration(n, d, spec, speed),
                BASE + WORKING + (files ? 0 : a + g * STATES) + 4 * k * d * FACTOR_STATES,
                g + 4 * k * d + (files ? a + 2 * g : 0));
    }

    private static double iteration(long n, int d, FitSpec spec, ComputeSpeed speed) {
        int k = spec.rank();
        int support = spec.support(d);
        boolean sparse = support * 8L < d;
        double products = 2.0 * n * d * k + 2.0 * n * k * (sparse ? 4L * support : d);
        double time = products / (FIT_SHARE * speed.flops());
        boolean sweeps = spec.rule() == UpdateRule.HALS;
        double read = 4.0 * n * k * (10 + (sweeps ? (double) SWEEPS * k : 0));
        time += read / speed.bytes();
        return time + (sweeps ? (REFIT_STEPS + SWEEPS) * k * STEP_SECONDS : 0);
    }

    /// A whole analysis: collect, fit, its checks, and the label concepts where the texts have
    /// labels.
    public Estimate analysis(ModelInspection model, AnalysisSpec analysis, TokenCount count)
            throws FactorscopeException {
        HookPoint hook = analysis.hook();
        FitSpec spec = analysis.fit();
        long tokens = count.tokens();
        int width = model.requireConfig().width(hook.site());
        Estimate fit = fit(tokens, width, spec);
        Estimate whole = collect(model, hook, tokens).then(fit);
        for (int refit = 0; refit < analysis.checks().refits(); refit++) {
            whole = whole.then(new Estimate(tokens, fit.seconds(), fit.memory(), 0));
        }
        whole = whole.then(faithfulness(model, analysis, count));
        // The fit runs while the model is open.
        whole =
                new Estimate(
                        whole.tokens(),
                        whole.seconds(),
                        whole.memory() + model.weightBytes(),
                        whole.disk());
        if (count.labels() == 0) {
            return whole;
        }
        return whole.then(collect(model, analysis.labelHook(), tokens))
                .then(steering(model, count, analysis.prompts().size()));
    }

    /// A pass through the whole model for each factor, and two more.
    private Estimate faithfulness(ModelInspection model, AnalysisSpec analysis, TokenCount count) {
        if (analysis.checks().faithfulnessTexts() == 0 || speed == null) {
            return new Estimate(0, speed == null ? -1 : 0, 0, 0);
        }
        int texts = Math.min(analysis.checks().faithfulnessTexts(), count.texts());
        double tokens = (double) count.tokens() / Math.max(1, count.texts()) * texts;
        double passes = analysis.fit().rank() + 2.0;
        double operations = 2.0 * model.parameters() * tokens * passes;
        return new Estimate(0, operations / (COLLECT_SHARE * speed.flops()), 0, 0);
    }

    /// Each label concept is tried on every prompt: about six hundred steps of one token a prompt.
    private Estimate steering(ModelInspection model, TokenCount count, int prompts) {
        double step = speed == null ? -1 : 3e-3 + model.weightBytes() / speed.bytes();
        double seconds = 600.0 / 4 * step * prompts * count.labels();
        long memory = opened(model);
        return new Estimate(0, step < 0 ? -1 : seconds, memory, 0);
    }
}
