package io.factorscope.core.concept;

import io.factorscope.core.activation.CollectSpec;
import io.factorscope.core.factorization.Encoder;
import io.factorscope.core.factorization.Factorization;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Measures [Faithfulness]: reads texts with a site changed, and compares what was predicted.
///
/// For each batch of texts: one pass as it is, one with the site at zero, one with F g in its
/// place, and one for each factor, over those of the texts in which the factor is active.
///
/// **Cost**: 3 + K whole passes at most. **Threads**: the engine thread.
public final class FaithfulnessMeter {
    private static final int BATCH_TEXTS = 32;

    /// Logits held at once.
    private static final long BATCH_LOGITS = 1L << 25;

    private final LanguageModel model;
    private final CollectSpec where;
    private final int skipFirst;
    private final float[] directions;
    private final int rank;
    private final int d;

    /// A meter for `rank` directions `[rank, d]` at a hook point; the first `skipFirst` tokens of a
    /// text, beside those that `where` leaves out, are never changed.
    ///
    /// **Errors**: `FS-HOOK-002` for a layer that is not there, `FS-FAITH-001` for another width.
    public FaithfulnessMeter(
            LanguageModel model, CollectSpec where, int skipFirst, float[] directions, int rank)
            throws FactorscopeException {
        model.config().check(where.hook());
        this.model = model;
        this.where = where;
        this.skipFirst = skipFirst;
        this.directions = directions.clone();
        this.rank = rank;
        this.d = model.config().width(where.hook().site());
        if (directions.length != rank * d) {
            throw new FactorscopeException(
                    "FS-FAITH-001",
                    "The factors are "
                            + directions.length / rank
                            + " wide; "
                            + where.hook()
                            + " is "
                            + d
                            + " wide. Name the model and the hook that they were fitted at.");
        }
    }

    /// A meter for a fit's factors.
    ///
    /// **Errors**: those of the constructor.
    public static FaithfulnessMeter of(LanguageModel model, CollectSpec where, Factorization fit)
            throws FactorscopeException {
        float[] directions = new float[fit.rank() * fit.d()];
        for (int k = 0; k < fit.rank(); k++) {
            System.arraycopy(fit.direction(k), 0, directions, k * fit.d(), fit.d());
        }
        int skipFirst = fit.manifest().spec().weighting().skipFirst();
        return new FaithfulnessMeter(model, where, skipFirst, directions, fit.rank());
    }

    /// Measures over some texts, the named factors one by one.
    ///
    /// **Errors**: `FS-FAITH-002` a factor that is not there, `FS-FAITH-003` nothing to predict,
    /// `FS-TEXT-002` a text longer than the context; cancellation.
    public Faithfulness measure(List<String> texts, List<Integer> factors, JobContext context)
            throws FactorscopeException {
        for (int factor : factors) {
            if (factor < 0 || factor >= rank) {
                throw new FactorscopeException(
                        "FS-FAITH-002",
                        "There is no factor " + factor + "; expected 0 to " + (rank - 1) + ".");
            }
        }
        List<int[]> rows = new ArrayList<>();
        for (String text : texts) {
            int[] ids = model.encode(text, where.bos());
            if (ids.length > 1) {
                rows.add(ids);
            }
        }
        if (rows.isEmpty()) {
            throw new FactorscopeException(
                    "FS-FAITH-003",
                    "No text has a next token to predict; expected texts of two tokens or more.");
        }
        Sums sums = new Sums(factors, batches(rows));
        try (Encoder encoder = new Encoder(model.engine(), directions, rank)) {
            for (int from = 0; from < rows.size(); ) {
                int to = batchEnd(rows, from);
                read(rows.subList(from, to), encoder, sums, context);
                from = to;
            }
        }
        return sums.result(where.hook().name(), rows);
    }

    private int batches(List<int[]> rows) {
        int count = 0;
        for (int from = 0; from < rows.size(); from = batchEnd(rows, from)) {
            count++;
        }
        return count;
    }

    private int batchEnd(List<int[]> rows, int from) {
        int longest = 0;
        int to = from;
        while (to < rows.size() && to - from < BATCH_TEXTS) {
            longest = Math.max(longest, rows.get(to).length);
            long logits = (long) longest * (to - from + 1) * model.config().vocab();
            if (to > from && logits > BATCH_LOGITS) {
                break;
            }
            to++;
        }
        return to;
    }

    /// What is added up over batches, nats.
    private static final class Sums {
        private final List<Integer> factors;
        private final double[] changes;
        private final int[] active;
        private double baseline;
        private double zero;
        private double reconstruction;
        private final int steps;
        private int done;

        Sums(List<Integer> factors, int batches) {
            this.steps = batches * (factors.size() + 1);
            this.factors = factors;
            this.changes = new double[factors.size()];
            this.active = new int[factors.size()];
        }

        /// After each pass: the three of the whole site count as one.
        void passed(JobContext context) throws FactorscopeException {
            context.progress("measuring faithfulness", ++done, steps, "passes");
            context.checkpoint();
        }

        Faithfulness result(String hook, List<int[]> rows) {
            int tokens = rows.stream().mapToInt(row -> row.length - 1).sum();
            List<Faithfulness.Effect> effects = new ArrayList<>();
            for (int i = 0; i < changes.length; i++) {
                double change = changes[i] / tokens;
                effects.add(new Faithfulness.Effect(factors.get(i), change, active[i]));
            }
            Double recovered = zero > baseline ? (zero - reconstruction) / (zero - baseline) : null;
            return new Faithfulness(
                    hook,
                    rows.size(),
                    tokens,
                    baseline / tokens,
                    zero / tokens,
                    reconstruction / tokens,
                    recovered,
                    effects);
        }
    }

    /// Some texts, and for each the first of its changed rows among all changed rows.
    private record Batch(List<int[]> rows, List<Integer> first) {
        int[][] ids() {
            return rows.toArray(int[][]::new);
        }
    }

    /// Changes one row in place: `rows` from `at` on, the changed row number `row`.
    @FunctionalInterface
    private interface Change {
        void apply(float[] rows, int at, int row);
    }

    private void read(List<int[]> rows, Encoder encoder, Sums sums, JobContext context)
            throws FactorscopeException {
        context.checkpoint();
        List<Integer> first = new ArrayList<>();
        int kept = 0;
        for (int[] ids : rows) {
            first.add(kept);
            kept += ids.length - skipped(ids);
        }
        Batch all = new Batch(rows, first);
        float[] g = encoder.encode(activations(all, kept), context);
        float[] decoded = encoder.decode(g);
        double[] baseline = sums(model.surprise(all.ids(), List.of()));
        sums.baseline += Arrays.stream(baseline).sum();
        sums.zero += total(all, (to, at, row) -> Arrays.fill(to, at, at + d, 0));
        sums.reconstruction +=
                total(all, (to, at, row) -> System.arraycopy(decoded, row * d, to, at, d));
        sums.passed(context);
        for (int i = 0; i < sums.factors.size(); i++) {
            int factor = sums.factors.get(i);
            Batch some = new Batch(new ArrayList<>(), new ArrayList<>());
            for (int text = 0; text < rows.size(); text++) {
                int end = text + 1 < rows.size() ? first.get(text + 1) : kept;
                if (active(g, factor, first.get(text), end)) {
                    some.rows.add(rows.get(text));
                    some.first.add(first.get(text));
                    sums.changes[i] -= baseline[text];
                    sums.active[i]++;
                }
            }
            if (!some.rows.isEmpty()) {
                sums.changes[i] += total(some, (to, at, row) -> takeOut(to, at, factor, g, row));
            }
            sums.passed(context);
        }
    }

    private int skipped(int[] ids) {
        int usual = where.skipped(ids, model.tokenizer().bos());
        return Math.min(ids.length, usual + skipFirst);
    }

    /// The activations of all rows that will be changed, `[kept, d]`.
    private float[] activations(Batch batch, int kept) throws FactorscopeException {
        List<float[]> texts = model.activations(batch.ids(), where.hook());
        float[] out = new float[kept * d];
        for (int i = 0; i < texts.size(); i++) {
            float[] text = texts.get(i);
            int from = skipped(batch.rows.get(i)) * d;
            System.arraycopy(text, from, out, batch.first.get(i) * d, text.length - from);
        }
        return out;
    }

    private boolean active(float[] g, int factor, int from, int to) {
        for (int row = from; row < to; row++) {
            if (g[row * rank + factor] > 0) {
                return true;
            }
        }
        return false;
    }

    private void takeOut(float[] to, int at, int factor, float[] g, int row) {
        float by = g[row * rank + factor];
        for (int j = 0; j < d; j++) {
            to[at + j] -= by * directions[factor * d + j];
        }
    }

    /// The cross-entropy of all next tokens of a batch with the site changed.
    private double total(Batch batch, Change change) throws FactorscopeException {
        Intervention rewrite =
                Intervention.rewrite(where.hook(), rows -> changed(rows, batch, change));
        return Arrays.stream(sums(model.surprise(batch.ids(), List.of(rewrite)))).sum();
    }

    private float[] changed(float[] rows, Batch batch, Change change) {
        float[] out = rows.clone();
        int longest = rows.length / d / batch.rows.size();
        for (int i = 0; i < batch.rows.size(); i++) {
            int[] ids = batch.rows.get(i);
            int skipped = skipped(ids);
            for (int pos = skipped; pos < ids.length; pos++) {
                change.apply(out, (i * longest + pos) * d, batch.first.get(i) + pos - skipped);
            }
        }
        return out;
    }

    private static double[] sums(float[][] surprise) {
        double[] out = new double[surprise.length];
        for (int i = 0; i < out.length; i++) {
            for (float nats : surprise[i]) {
                out[i] += nats;
            }
        }
        return out;
    }
}
