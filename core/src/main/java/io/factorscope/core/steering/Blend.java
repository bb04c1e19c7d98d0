package io.factorscope.core.steering;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.hook.HookPoint;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What one slider steers: a concept, or several as one, each one's unit direction times a weight,
/// perhaps on some of its neurons only.
///
/// The directions at all hook points together have the norm 1, so that α means the same for every
/// blend: the norm of what is added. **Threads**: never changed after it is made.
public final class Blend {
    private final String id;
    private final Map<HookPoint, float[]> directions = new TreeMap<>();

    /// A concept of a blend: its weight, and the neurons it is restricted to (none: all).
    public record Piece(Concept concept, double weight, List<Integer> neurons) {
        /// A copy that nobody can change.
        public Piece {
            neurons = List.copyOf(neurons);
        }
    }

    private Blend(String id) {
        this.id = id;
    }

    /// A concept alone.
    public static Blend of(Concept concept) {
        return of(concept.id(), List.of(new Piece(concept, 1, List.of())));
    }

    /// Several concepts as one; those at the same hook point are summed.
    public static Blend of(String id, List<Piece> pieces) {
        Blend blend = new Blend(id);
        pieces.forEach(blend::add);
        double sum = 0;
        for (float[] direction : blend.directions.values()) {
            sum += dot(direction, direction);
        }
        double scale = sum == 0 ? 0 : 1 / Math.sqrt(sum);
        blend.directions.values().forEach(direction -> scale(direction, scale));
        return blend;
    }

    private void add(Piece piece) {
        float[] unit = restricted(piece);
        double norm = Math.sqrt(dot(unit, unit));
        scale(unit, norm == 0 ? 0 : piece.weight / norm);
        directions.merge(piece.concept.hook(), unit, Blend::sum);
    }

    private static float[] restricted(Piece piece) {
        float[] all = piece.concept.direction().clone();
        if (piece.neurons.isEmpty()) {
            return all;
        }
        float[] some = new float[all.length];
        for (int neuron : piece.neurons) {
            some[neuron] = all[neuron];
        }
        return some;
    }

    private static float[] sum(float[] x, float[] y) {
        float[] out = new float[x.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = x[i] + y[i];
        }
        return out;
    }

    private static void scale(float[] v, double by) {
        for (int i = 0; i < v.length; i++) {
            v[i] = (float) (v[i] * by);
        }
    }

    private static double dot(float[] x, float[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (double) x[i] * y[i];
        }
        return sum;
    }

    /// The concept's id, or the group's.
    public String id() {
        return id;
    }

    /// Where it acts, in order.
    public Set<HookPoint> hooks() {
        return directions.keySet();
    }

    /// The direction at one of its hook points; not a copy, read-only by agreement.
    public float[] direction(HookPoint hook) {
        float[] direction = directions.get(hook);
        if (direction == null) {
            throw new IllegalArgumentException(id + " does not act at " + hook);
        }
        return direction;
    }

    /// The cosine with another blend; 0 where they have no hook point in common.
    public double cosine(Blend other) {
        double sum = 0;
        for (Map.Entry<HookPoint, float[]> mine : directions.entrySet()) {
            float[] theirs = other.directions.get(mine.getKey());
            sum += theirs == null ? 0 : dot(mine.getValue(), theirs);
        }
        return sum;
    }
}
