package io.factorscope.core.experiment;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.activation.TokenTable;
import io.factorscope.core.concept.Concept;
import io.factorscope.core.factorization.sae.Sae;
import io.factorscope.core.factorization.sae.SaeEncoder;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.tensor.TensorEngine;
import io.factorscope.core.text.Dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// Sentences with the activations of their tokens at one hook point, and how directions score them.
///
/// A sentence's score is that of its strongest token; one without tokens has NaN. **Shapes**:
/// scores `[direction][sentence]`.
public final class SentenceSet implements AutoCloseable {
    private static final int ROWS = 512;

    private final HookPoint hook;
    private final Dataset texts;
    private final ActivationSet set;

    /// Sentences and what was collected of them, in their order; closed with this.
    public SentenceSet(HookPoint hook, Dataset texts, ActivationSet set) {
        this.hook = hook;
        this.texts = texts;
        this.set = set;
    }

    /// Where the activations were read.
    public HookPoint hook() {
        return hook;
    }

    /// The sentences.
    public Dataset texts() {
        return texts;
    }

    /// Their activations.
    public ActivationSet activations() {
        return set;
    }

    /// What each row is.
    public TokenTable tokens() {
        return Objects.requireNonNull(set.tokens());
    }

    /// How a direction f of unit norm and a token's activation a go together, over their
    /// components: `cosine`; Pearson's `correlation`; `r2` = 1 − Σ(a−f)²/Σ(a−ā)²; `mse` = mean
    /// (a−f)².
    public record Match(double cosine, double correlation, double r2, double mse) {
        static final Match NONE =
                new Match(Double.NaN, Double.NaN, Double.NaN, Double.POSITIVE_INFINITY);

        /// Of one token. **Source**: docs/experiments.md, "Detection".
        public static Match of(float[] a, float[] f) {
            double n = a.length;
            double sumA = 0;
            double sumF = 0;
            double aa = 0;
            double ff = 0;
            double af = 0;
            for (int j = 0; j < a.length; j++) {
                sumA += a[j];
                sumF += f[j];
                aa += (double) a[j] * a[j];
                ff += (double) f[j] * f[j];
                af += (double) a[j] * f[j];
            }
            double spreadA = aa - sumA * sumA / n;
            double spreadF = ff - sumF * sumF / n;
            double apart = aa - 2 * af + ff;
            double both = Math.sqrt(spreadA * spreadF);
            return new Match(
                    aa == 0 || ff == 0 ? 0 : af / Math.sqrt(aa * ff),
                    both > 0 ? (af - sumA * sumF / n) / both : 0,
                    spreadA > 0 ? 1 - apart / spreadA : 0,
                    apart / n);
        }

        /// The best of two tokens, each number for itself.
        Match best(Match other) {
            return new Match(
                    larger(cosine, other.cosine),
                    larger(correlation, other.correlation),
                    larger(r2, other.r2),
                    Math.min(mse, other.mse));
        }

        private static double larger(double a, double b) {
            return Double.isNaN(a) ? b : Math.max(a, b);
        }
    }

    /// The best match of each direction in each sentence, `[direction][sentence]`.
    public Match[][] matches(List<Concept> concepts, JobContext context)
            throws FactorscopeException {
        float[][] units = units(concepts);
        Match[][] out = new Match[units.length][texts.examples().size()];
        for (Match[] one : out) {
            Arrays.fill(one, Match.NONE);
        }
        read(
                context,
                (row, sentence) -> {
                    for (int c = 0; c < units.length; c++) {
                        out[c][sentence] = out[c][sentence].best(Match.of(row, units[c]));
                    }
                });
        return out;
    }

    /// Each direction's largest cosine in each sentence; the quick part of [#matches].
    public double[][] cosines(List<Concept> concepts, JobContext context)
            throws FactorscopeException {
        float[][] units = units(concepts);
        double[][] out = new double[units.length][texts.examples().size()];
        for (double[] one : out) {
            Arrays.fill(one, Double.NaN);
        }
        read(
                context,
                (row, sentence) -> {
                    float[] a = unit(row);
                    for (int c = 0; c < units.length; c++) {
                        out[c][sentence] = Match.larger(out[c][sentence], dot(a, units[c]));
                    }
                });
        return out;
    }

    /// Each direction's cosine with every token, `[direction][n]`.
    float[][] tokenCosines(List<Concept> concepts, JobContext context) throws FactorscopeException {
        float[][] units = units(concepts);
        float[][] out = new float[units.length][set.n()];
        int[] at = {0};
        read(
                context,
                (row, sentence) -> {
                    float[] a = unit(row);
                    for (int c = 0; c < units.length; c++) {
                        out[c][at[0]] = (float) dot(a, units[c]);
                    }
                    at[0]++;
                });
        return out;
    }

    /// What is done with each token's activations `[d]`, which the next token overwrites.
    @FunctionalInterface
    private interface Reader {
        void read(float[] row, int sentence);
    }

    private void read(JobContext context, Reader reader) throws FactorscopeException {
        TokenTable tokens = tokens();
        float[] row = new float[set.d()];
        for (int i = 0; i < set.n(); i++) {
            if (i % ROWS == 0) {
                context.checkpoint();
                context.progress("matching", i, set.n(), "tokens");
            }
            set.row(i, row);
            reader.read(row, tokens.sample(i));
        }
    }

    private static float[][] units(List<Concept> concepts) {
        return concepts.stream().map(concept -> unit(concept.direction())).toArray(float[][]::new);
    }

    private static double dot(float[] a, float[] b) {
        float sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    /// The largest activation of each of some features in each sentence, by the autoencoder itself:
    /// `[feature][sentence]`. **Threads**: the engine thread.
    public double[][] features(
            TensorEngine engine, Sae sae, List<Integer> features, JobContext context)
            throws FactorscopeException {
        double[][] out = new double[features.size()][texts.examples().size()];
        for (double[] one : out) {
            Arrays.fill(one, Double.NaN);
        }
        TokenTable tokens = tokens();
        float[][] values = tokenFeatures(engine, sae, features, context);
        for (int i = 0; i < set.n(); i++) {
            int sentence = tokens.sample(i);
            for (int f = 0; f < out.length; f++) {
                out[f][sentence] = Match.larger(out[f][sentence], values[f][i]);
            }
        }
        return out;
    }

    /// Each feature's activation on every token, by the autoencoder itself: `[feature][n]`.
    /// **Threads**: the engine thread.
    float[][] tokenFeatures(
            TensorEngine engine, Sae sae, List<Integer> features, JobContext context)
            throws FactorscopeException {
        float[][] out = new float[features.size()][set.n()];
        try (SaeEncoder encoder = new SaeEncoder(engine, sae)) {
            for (int from = 0; from < set.n(); from += ROWS) {
                context.checkpoint();
                int count = Math.min(ROWS, set.n() - from);
                float[] found = encoder.encode(rows(from, count));
                for (int i = 0; i < count; i++) {
                    for (int f = 0; f < out.length; f++) {
                        out[f][from + i] = found[i * sae.features() + features.get(f)];
                    }
                }
            }
        }
        return out;
    }

    private float[] rows(int from, int count) {
        float[] rows = new float[count * set.d()];
        float[] row = new float[set.d()];
        for (int i = 0; i < count; i++) {
            set.row(from + i, row);
            System.arraycopy(row, 0, rows, i * row.length, row.length);
        }
        return rows;
    }

    /// The mean norm of the activations.
    public double meanNorm() {
        float[] row = new float[set.d()];
        double total = 0;
        for (int i = 0; i < set.n(); i++) {
            set.row(i, row);
            double sum = 0;
            for (float x : row) {
                sum += (double) x * x;
            }
            total += Math.sqrt(sum);
        }
        return set.n() == 0 ? 0 : total / set.n();
    }

    static float[] unit(float[] v) {
        double sum = 0;
        for (float x : v) {
            sum += (double) x * x;
        }
        float[] out = new float[v.length];
        for (int i = 0; i < v.length && sum > 0; i++) {
            out[i] = (float) (v[i] / Math.sqrt(sum));
        }
        return out;
    }

    @Override
    public void close() {
        set.close();
    }
}
