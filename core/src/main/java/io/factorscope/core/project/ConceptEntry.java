package io.factorscope.core.project;

import io.factorscope.core.activation.TokenTable;
import io.factorscope.core.concept.AutomaticLabel;
import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.concept.Evidence;
import io.factorscope.core.concept.Projection;
import io.factorscope.core.steering.Steerability;

import org.jspecify.annotations.Nullable;

/// A concept of an analysis with all that is known of it.
///
/// **Shapes**: `scores [n]`: a factor's activation, or a label concept's cosine, on every token.
/// **Threads**: safe to share; evidence is gathered once, on first use.
public final class ConceptEntry {
    private final Concept concept;
    private final float[] scores;
    private final TokenTable tokens;
    private final Projection projection;
    private final Measured measured;
    private @Nullable Evidence evidence;

    ConceptEntry(
            Concept concept,
            float[] scores,
            TokenTable tokens,
            Projection projection,
            Measured measured) {
        this.concept = concept;
        this.scores = scores;
        this.tokens = tokens;
        this.projection = projection;
        this.measured = measured;
    }

    /// The direction and its source.
    public Concept concept() {
        return concept;
    }

    /// The concept's short id.
    public String id() {
        return concept.id();
    }

    /// Score on every token; not a copy.
    public float[] scores() {
        return scores;
    }

    /// Tokens promoted and suppressed.
    public Projection projection() {
        return projection;
    }

    /// How well it steers, where that was measured.
    public @Nullable Steerability steerability() {
        return measured.steerability();
    }

    /// How much worse the model predicts without it, nats a token, where that was measured.
    public @Nullable Double faithfulness() {
        return measured.faithfulness();
    }

    /// How surely other seeds find it again, from 0 to 1, where that was measured.
    public @Nullable Double stability() {
        return measured.stability();
    }

    /// Which tokens fire it, where, and under which labels.
    public synchronized Evidence evidence() {
        if (evidence == null) {
            evidence = Evidence.of(tokens, scores);
        }
        return evidence;
    }

    /// A label drawn from the tokens and data labels themselves.
    public String automaticLabel() {
        // A label concept has its name already, so its evidence is not gathered for it.
        return concept.source() instanceof ConceptSource.Label label
                ? label.name()
                : AutomaticLabel.of(evidence().topTokens(), evidence().byLabel());
    }
}
