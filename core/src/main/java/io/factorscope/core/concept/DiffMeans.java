package io.factorscope.core.concept;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.activation.TokenTable;
import io.factorscope.core.hook.HookPoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Concepts from labels: the mean activation over a label's tokens minus the mean over all others.
///
/// **Shapes**: activations `[n, d]`, scores `[n]`. **Source**: docs/glossary.md, "DiffMeans";
/// tokens are pooled over texts.
public final class DiffMeans {
    private DiffMeans() {}

    /// One concept for every label of the set's tokens, in order of first use.
    public static List<Concept> concepts(ActivationSet set, TokenTable tokens, HookPoint hook) {
        int d = set.d();
        Map<String, double[]> sums = new LinkedHashMap<>();
        double[] all = new double[d + 1];
        float[] row = new float[d];
        for (int i = 0; i < set.n(); i++) {
            set.row(i, row);
            add(all, row);
            if (!tokens.label(i).isEmpty()) {
                add(sums.computeIfAbsent(tokens.label(i), label -> new double[d + 1]), row);
            }
        }
        List<Concept> concepts = new ArrayList<>();
        sums.forEach((label, sum) -> {
            if (sum[d] < all[d]) {
                float[] direction = difference(sum, all);
                concepts.add(new Concept(new ConceptSource.Label(label), hook, direction));
            }
        });
        return concepts;
    }

    private static void add(double[] sum, float[] row) {
        for (int j = 0; j < row.length; j++) {
            sum[j] += row[j];
        }
        sum[row.length]++;
    }

    private static float[] difference(double[] in, double[] all) {
        int d = in.length - 1;
        float[] out = new float[d];
        for (int j = 0; j < d; j++) {
            out[j] = (float) (in[j] / in[d] - (all[j] - in[j]) / (all[d] - in[d]));
        }
        return out;
    }

    /// How strongly each token fires concepts of this kind: the cosine of its activation with the
    /// direction.
    ///
    /// **Shapes**: returns `[concepts][n]`.
    public static List<float[]> scores(ActivationSet set, List<Concept> concepts) {
        List<float[]> units = concepts.stream().map(c -> Projection.unit(c.direction())).toList();
        List<float[]> scores = new ArrayList<>();
        concepts.forEach(c -> scores.add(new float[set.n()]));
        float[] row = new float[set.d()];
        for (int i = 0; i < set.n(); i++) {
            set.row(i, row);
            float[] unit = Projection.unit(row);
            for (int c = 0; c < units.size(); c++) {
                scores.get(c)[i] = dot(units.get(c), unit);
            }
        }
        return scores;
    }

    private static float dot(float[] a, float[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += (double) a[j] * b[j];
        }
        return (float) sum;
    }
}
