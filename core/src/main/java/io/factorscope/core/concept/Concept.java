package io.factorscope.core.concept;

import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Intervention;

/// A direction at a hook point, with where it came from. Browsing and steering take concepts and
/// never ask which method made them.
///
/// **Shapes**: `direction [d]` for the hook's width. **Threads**: never changed after it is made.
public final class Concept {
    private final ConceptSource source;
    private final HookPoint hook;
    private final float[] direction;

    /// A concept; `direction` is copied.
    public Concept(ConceptSource source, HookPoint hook, float[] direction) {
        this.source = source;
        this.hook = hook;
        this.direction = direction.clone();
    }

    /// A short stable id.
    public String id() {
        return source.id();
    }

    /// Where it came from.
    public ConceptSource source() {
        return source;
    }

    /// Where it acts.
    public HookPoint hook() {
        return hook;
    }

    /// The direction; not a copy, read-only by agreement.
    public float[] direction() {
        return direction;
    }

    /// The intervention that adds `alpha` times the unit direction at every position.
    public Intervention steer(double alpha) {
        return Intervention.steer(hook, direction, alpha);
    }
}
