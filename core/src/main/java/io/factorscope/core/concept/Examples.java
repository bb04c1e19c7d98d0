package io.factorscope.core.concept;

import io.factorscope.core.activation.TokenTable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// What a concept looks like from its strongest tokens down to any token of the data: the top, then
/// bands of activation quantiles, then tokens drawn from all.
///
/// A band holds the tokens whose score is above zero and between two quantiles of those scores. Its
/// examples are drawn from different texts and shown strongest first; so a card says whether a
/// concept still means the same where it fires weakly.
///
/// **Randomness**: the seed decides what is drawn. **Cost**: one sort of the scores above zero.
public record Examples(List<Band> bands) {
    /// The bounds of the bands, as shares of the tokens that are active at all.
    static final List<Double> QUANTILES = List.of(1.0, 0.9, 0.75, 0.5, 0.25, 0.0);

    private static final double NOTHING = 1e-6;
    private static final int TRIES = 8;

    /// What a band is.
    public enum Kind {
        /// The strongest tokens.
        TOP,
        /// Tokens between two quantiles.
        QUANTILE,
        /// Tokens drawn from all of the data.
        RANDOM
    }

    /// One band: its quantiles, the scores at its ends, how many tokens it has, and some of them.
    public record Band(
            Kind kind,
            double fromQuantile,
            double toQuantile,
            double least,
            double most,
            int tokens,
            List<Context> contexts) {
        /// A copy that nobody can change.
        public Band {
            contexts = List.copyOf(contexts);
        }
    }

    /// How many examples a band shows, with how many tokens on each side, and the seed.
    public record Spec(int each, int window, long seed) {}

    /// A copy that nobody can change.
    public Examples {
        bands = List.copyOf(bands);
    }

    /// Reads one concept's scores over a table. **Shapes**: `scores [n]`.
    public static Examples of(TokenTable tokens, float[] scores, Spec spec) {
        return new Draw(tokens, scores, spec).examples();
    }

    private static final class Draw {
        private final TokenTable tokens;
        private final float[] scores;
        private final Spec spec;

        Draw(TokenTable tokens, float[] scores, Spec spec) {
            this.tokens = tokens;
            this.scores = scores;
            this.spec = spec;
        }

        Examples examples() {
            double maximum = 0;
            for (float score : scores) {
                maximum = Math.max(maximum, score);
            }
            List<Band> bands = new ArrayList<>();
            if (maximum > 0) {
                int[] order = Ranking.strongestFirst(scores, NOTHING * maximum);
                bands.add(top(order));
                for (int i = 1; i < QUANTILES.size(); i++) {
                    bands.add(quantile(order, QUANTILES.get(i), QUANTILES.get(i - 1)));
                }
            }
            bands.add(random());
            return new Examples(bands);
        }

        private Band top(int[] order) {
            List<Context> contexts = new ArrayList<>();
            Set<Integer> texts = new HashSet<>();
            int last = order[0];
            for (int row : order) {
                if (contexts.size() == spec.each) {
                    break;
                }
                if (texts.add(tokens.sample(row))) {
                    contexts.add(context(row));
                    last = row;
                }
            }
            return new Band(
                    Kind.TOP, 1, 1, scores[last], scores[order[0]], contexts.size(), contexts);
        }

        private Band quantile(int[] order, double from, double to) {
            int first = (int) Math.round((1 - to) * order.length);
            int end = (int) Math.round((1 - from) * order.length);
            if (first >= end) {
                return new Band(Kind.QUANTILE, from, to, 0, 0, 0, List.of());
            }
            return new Band(
                    Kind.QUANTILE,
                    from,
                    to,
                    scores[order[end - 1]],
                    scores[order[first]],
                    end - first,
                    drawn(end - first, at -> order[first + at], spec.seed + first));
        }

        private Band random() {
            List<Context> contexts = drawn(tokens.size(), row -> row, spec.seed);
            double least = contexts.stream().mapToDouble(Context::value).min().orElse(0);
            double most = contexts.stream().mapToDouble(Context::value).max().orElse(0);
            return new Band(Kind.RANDOM, 0, 1, least, most, tokens.size(), contexts);
        }

        /// Different rows, of different texts as long as some can be found.
        private List<Context> drawn(int count, java.util.function.IntUnaryOperator row, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            Set<Integer> rows = new HashSet<>();
            Set<Integer> texts = new HashSet<>();
            int wanted = Math.min(spec.each, count);
            for (int tries = 0; rows.size() < wanted && tries < TRIES * spec.each; tries++) {
                int at = row.applyAsInt(random.nextInt(count));
                boolean late = tries >= TRIES * spec.each / 2;
                if (texts.add(tokens.sample(at)) || late) {
                    rows.add(at);
                }
            }
            return rows.stream()
                    .sorted(
                            Comparator.comparingDouble((Integer at) -> -scores[at])
                                    .thenComparing(Comparator.naturalOrder()))
                    .map(this::context)
                    .toList();
        }

        private Context context(int row) {
            return Evidence.context(tokens, scores, row, spec.window);
        }
    }
}
