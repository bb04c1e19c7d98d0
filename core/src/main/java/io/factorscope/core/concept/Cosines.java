package io.factorscope.core.concept;

import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.JobContext;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Which concepts point nearly the same way.
public final class Cosines {
    private Cosines() {}

    /// A concept and the cosine of its direction with the one asked about.
    public record Near(String id, double cosine) {}

    /// The cosine of two directions of one width; 0 where one is zero.
    public static double of(float[] a, float[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return aa == 0 || bb == 0 ? 0 : dot / Math.sqrt(aa * bb);
    }

    /// The concepts at the same hook point with the largest cosines, largest first, itself left
    /// out.
    ///
    /// **Cost**: `among` times d. **Errors**: cancellation.
    public static List<Near> nearest(
            Concept concept, List<Concept> among, int count, JobContext context)
            throws CancelledException {
        List<Near> all = new ArrayList<>();
        for (Concept other : among) {
            context.checkCancelled();
            if (!other.id().equals(concept.id()) && other.hook().equals(concept.hook())) {
                all.add(new Near(other.id(), of(concept.direction(), other.direction())));
            }
        }
        all.sort(Comparator.comparingDouble(near -> -near.cosine()));
        return List.copyOf(all.subList(0, Math.min(count, all.size())));
    }
}
