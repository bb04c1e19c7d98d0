package io.factorscope.core.hook;

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

    private final HookPoint at;
    private final float[] vector;
    private final Mode mode;
    private final int from;

    private Intervention(HookPoint at, float[] vector, Mode mode, int from) {
        this.at = at;
        this.vector = vector.clone();
        this.mode = mode;
        this.from = from;
    }

    /// Adds `vector` as it is at every position.
    public static Intervention add(HookPoint at, float[] vector) {
        return new Intervention(at, vector, Mode.ADD, 0);
    }

    /// Puts `vector` in place of the activation at every position.
    public static Intervention replace(HookPoint at, float[] vector) {
        return new Intervention(at, vector, Mode.REPLACE, 0);
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
        return new Intervention(at, vector, mode, position);
    }

    /// Where it acts.
    public HookPoint at() {
        return at;
    }

    /// The vector; not a copy, read-only by agreement.
    public float[] vector() {
        return vector;
    }

    /// Whether the vector is added or put in place.
    public Mode mode() {
        return mode;
    }

    /// The first absolute position that is changed.
    public int from() {
        return from;
    }
}
