package io.factorscope.core.hook;

import org.jspecify.annotations.Nullable;

/// A change of the activations at a hook point while a model runs.
///
/// **Shapes**: `vector [d]` for the site's width. **Threads**: never changed after it is made.
public final class Intervention {
    /// What is done with the vector.
    public enum Mode {
        /// Added to the activation.
        ADD,
        /// Put in the activation's place.
        REPLACE
    }

    /// Computes new activations from those that are there, `[batch * pos * d]` row-major.
    @FunctionalInterface
    public interface Rewrite {
        /// The rows that take the place of `rows`; as many numbers.
        float[] apply(float[] rows);
    }

    private final HookPoint at;
    private final float[] vector;
    private final Mode mode;
    private final int from;
    private final int to;
    private final @Nullable Rewrite rewrite;
    private final int texts;

    private Intervention(
            HookPoint at,
            float[] vector,
            Mode mode,
            int from,
            int to,
            @Nullable Rewrite rewrite,
            int texts) {
        this.at = at;
        this.vector = vector.clone();
        this.mode = mode;
        this.from = from;
        this.to = to;
        this.rewrite = rewrite;
        this.texts = texts;
    }

    private static Intervention everywhere(HookPoint at, float[] vector, Mode mode) {
        return new Intervention(at, vector, mode, 0, Integer.MAX_VALUE, null, 1);
    }

    /// Adds `vector` as it is at every position.
    public static Intervention add(HookPoint at, float[] vector) {
        return everywhere(at, vector, Mode.ADD);
    }

    /// Adds another vector to each text of a batch, at every position.
    ///
    /// **Shapes**: `vectors [batch][d]`; the batch that is read must be as large.
    public static Intervention addEach(HookPoint at, float[][] vectors) {
        int d = vectors.length == 0 ? 0 : vectors[0].length;
        float[] all = new float[vectors.length * d];
        for (int i = 0; i < vectors.length; i++) {
            System.arraycopy(vectors[i], 0, all, i * d, d);
        }
        return new Intervention(at, all, Mode.ADD, 0, Integer.MAX_VALUE, null, vectors.length);
    }

    /// Puts `vector` in place of the activation at every position.
    public static Intervention replace(HookPoint at, float[] vector) {
        return everywhere(at, vector, Mode.REPLACE);
    }

    /// Computes the activations anew at every position, on the host; for measurements, not for live
    /// use.
    public static Intervention rewrite(HookPoint at, Rewrite rewrite) {
        return new Intervention(at, new float[0], Mode.REPLACE, 0, Integer.MAX_VALUE, rewrite, 1);
    }

    /// The steering of the field: adds `alpha * v / ‖v‖` at every position.
    public static Intervention steer(HookPoint at, float[] v, double alpha) {
        double sum = 0;
        for (float x : v) {
            sum += (double) x * x;
        }
        double scale = sum == 0 ? 0 : alpha / Math.sqrt(sum);
        float[] scaled = new float[v.length];
        for (int i = 0; i < v.length; i++) {
            scaled[i] = (float) (v[i] * scale);
        }
        return add(at, scaled);
    }

    /// The same change, from an absolute position on only.
    public Intervention fromPosition(int position) {
        return between(position, Integer.MAX_VALUE);
    }

    /// The same change, at absolute positions `first` to `end - 1` only.
    public Intervention between(int first, int end) {
        return new Intervention(at, vector, mode, first, end, rewrite, texts);
    }

    /// Makes the change in activations of one position of each text, `a [batch * d]`.
    public void applyTo(float[] a, int batch, int position) {
        if (rewrite != null) {
            System.arraycopy(rewrite.apply(a), 0, a, 0, a.length);
        } else if (position >= from && position < to) {
            int d = a.length / batch;
            for (int i = 0; i < a.length; i++) {
                float change = vector[texts == 1 ? i % d : i];
                a[i] = mode == Mode.ADD ? a[i] + change : change;
            }
        }
    }

    /// Where it acts.
    public HookPoint at() {
        return at;
    }

    /// The vector; not a copy, read-only by agreement.
    public float[] vector() {
        return vector;
    }

    /// How many texts have a vector of their own, `[texts * d]` in [#vector]; 1 where all share
    /// one.
    public int texts() {
        return texts;
    }

    /// Whether the vector is added or put in place.
    public Mode mode() {
        return mode;
    }

    /// The first absolute position that is not changed any more.
    public int to() {
        return to;
    }

    /// What computes the activations anew, or null where the vector is used.
    public @Nullable Rewrite rewrite() {
        return rewrite;
    }

    /// The first absolute position that is changed.
    public int from() {
        return from;
    }
}
