package io.factorscope.core.steering;

import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Intervention;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All that pushes at once: blends with their strengths, and where they act.
///
/// At each hook point the vectors Σ αᵢ·vᵢ are added, or put in the activation's place, in one
/// intervention.
public record Steering(List<Pushed> pushed, Place place) {
    /// A blend and its α.
    public record Pushed(Blend blend, double alpha) {}

    /// A copy that nobody can change.
    public Steering {
        pushed = List.copyOf(pushed);
    }

    /// One blend alone.
    public static Steering of(Blend blend, double alpha, Place place) {
        return new Steering(List.of(new Pushed(blend, alpha)), place);
    }

    /// Whether nothing is changed.
    public boolean isEmpty() {
        return pushed.isEmpty();
    }

    /// Σ αᵢ·vᵢ at each hook point, in order.
    public Map<HookPoint, float[]> vectors() {
        Map<HookPoint, float[]> sums = new TreeMap<>();
        for (Pushed one : pushed) {
            for (HookPoint hook : one.blend.hooks()) {
                float[] direction = one.blend.direction(hook);
                float[] sum = sums.computeIfAbsent(hook, at -> new float[direction.length]);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += (float) (one.alpha * direction[i]);
                }
            }
        }
        return sums;
    }

    /// The interventions on a text that begins with a prompt of `prompt` tokens, BOS included.
    public List<Intervention> interventions(int prompt) {
        List<Intervention> all = new ArrayList<>();
        vectors()
                .forEach((hook, vector) -> {
                    Intervention everywhere =
                            place.mode() == Intervention.Mode.ADD
                                    ? Intervention.add(hook, vector)
                                    : Intervention.replace(hook, vector);
                    all.add(place.restrict(everywhere, prompt));
                });
        return all;
    }
}
