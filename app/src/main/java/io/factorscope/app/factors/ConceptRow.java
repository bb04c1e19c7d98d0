package io.factorscope.app.factors;

import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.concept.TokenScore;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// One line of the table, worked out once; `tag` is `#8`, `label` or `2·5`, `words` what the filter
/// looks through, in lower case.
public record ConceptRow(
        String id, Kind kind, String tag, Given given, Look look, Scores scores, String words) {
    /// What kind of concept it is.
    public enum Kind {
        FACTOR,
        LABEL,
        NODE,
        OTHER;

        static Kind of(ConceptSource source) {
            return switch (source) {
                case ConceptSource.Factor factor -> FACTOR;
                case ConceptSource.Label label -> LABEL;
                case ConceptSource.TreeNode node -> NODE;
                case ConceptSource.SaeFeature feature -> OTHER;
                case ConceptSource.Given given -> OTHER;
            };
        }
    }

    /// What a person says of it; the name may be the automatic one.
    public record Given(String name, String note, boolean starred) {}

    /// What the data say of it: its top tokens, how many tokens have which activation, the share of
    /// tokens it fires on, and the data label that fires it most.
    public record Look(List<String> tokens, List<Integer> density, double fires, TokenScore label) {
        /// A copy that nobody can change.
        public Look {
            tokens = List.copyOf(tokens);
            density = List.copyOf(density);
        }
    }

    /// Figures that were measured, null where they were not: share of the loss, stability, gain of
    /// steering in percentage points, nats a token that predictions lose without it.
    public record Scores(
            @Nullable Double loss,
            @Nullable Double stability,
            @Nullable Double steers,
            @Nullable Double faithfulness) {
        /// Nothing measured.
        public static final Scores NONE = new Scores(null, null, null, null);
    }

    static ConceptRow of(String id, Kind kind, String tag, Given given, Look look, Scores scores) {
        String words =
                String.join("\n", tag, given.name, String.join(" ", look.tokens), given.note)
                        .toLowerCase(Locale.ROOT);
        return new ConceptRow(id, kind, tag, given, look, scores, words);
    }

    /// The same concept with another name, note or star.
    ConceptRow with(Given other) {
        return other.equals(given) ? this : of(id, kind, tag, other, look, scores);
    }

    /// The name to show.
    public String name() {
        return given.name;
    }

    /// The same concept, steering so well as was measured since.
    ConceptRow steering(double gain) {
        Scores now = new Scores(scores.loss, scores.stability, gain, scores.faithfulness);
        return new ConceptRow(id, kind, tag, given, look, now, words);
    }

    /// How clearly it is about one label of the data: that label's share.
    double clarity() {
        return look.label.value();
    }

    /// How well it steers, 0 where that was not measured.
    double steerability() {
        return scores.steers == null ? 0 : scores.steers;
    }
}
