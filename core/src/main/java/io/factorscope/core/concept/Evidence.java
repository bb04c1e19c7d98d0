package io.factorscope.core.concept;

import io.factorscope.core.activation.TokenTable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a data set says of one concept: which tokens fire it, in which contexts, under which
/// labels.
///
/// `maximum`: the largest score, the scale of heat; `fires`: the share of tokens at [#FIRES_AT] of
/// the maximum or more; `byLabel`: each label's mean score as a share of all labels' sum;
/// `histogram`: tokens per twentieth of the maximum, from 1 % of it on.
public record Evidence(
        double maximum,
        double fires,
        List<TokenScore> topTokens,
        List<Context> contexts,
        List<TokenScore> byLabel,
        List<Integer> histogram) {
    /// From which share of the maximum on a token counts as firing.
    public static final double FIRES_AT = 0.15;

    /// How many tokens are shown on each side of the chosen one.
    public static final int WINDOW = 15;

    private static final int CONTEXTS = 25;
    private static final int TOP_TOKENS = 8;
    private static final int BINS = 20;

    /// Reads one concept's scores over a table; contexts are the strongest token of each text.
    ///
    /// **Shapes**: `scores [n]`. **Cost**: two passes, and a sort of the tokens that fire.
    public static Evidence of(TokenTable tokens, float[] scores) {
        double maximum = 0;
        for (float score : scores) {
            maximum = Math.max(maximum, score);
        }
        double least = FIRES_AT * maximum;
        int[] order = Ranking.strongestFirst(scores, maximum > 0 ? least : Double.MAX_VALUE);
        int firing = order.length;
        List<TokenScore> topTokens = topTokens(tokens, scores, order);
        List<Context> contexts = contexts(tokens, scores, order);
        if (maximum > 0 && (topTokens.size() < TOP_TOKENS || contexts.size() < CONTEXTS)) {
            int[] all = Ranking.strongestFirst(scores, Double.MIN_VALUE);
            topTokens = topTokens(tokens, scores, all);
            contexts = contexts(tokens, scores, all);
        }
        return new Evidence(
                maximum,
                scores.length == 0 ? 0 : (double) firing / scores.length,
                topTokens,
                contexts,
                byLabel(tokens, scores),
                histogram(scores, maximum));
    }

    /// The distinct tokens among the strongest, each with its best score.
    private static List<TokenScore> topTokens(TokenTable tokens, float[] scores, int[] order) {
        Map<String, TokenScore> found = new LinkedHashMap<>();
        for (int row : order) {
            if (found.size() == TOP_TOKENS) {
                break;
            }
            String token = tokens.token(row);
            found.putIfAbsent(
                    token.strip().toLowerCase(java.util.Locale.ROOT),
                    new TokenScore(token, scores[row]));
        }
        return List.copyOf(found.values());
    }

    private static List<Context> contexts(TokenTable tokens, float[] scores, int[] order) {
        List<Context> contexts = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (int row : order) {
            if (contexts.size() == CONTEXTS) {
                break;
            }
            if (seen.add(tokens.sample(row))) {
                contexts.add(context(tokens, scores, row, WINDOW));
            }
        }
        return contexts;
    }

    /// The strongest tokens above zero, several of one text included, each with up to `window`
    /// neighbours on each side.
    public static List<Context> strongest(
            TokenTable tokens, float[] scores, int count, int window) {
        return Arrays.stream(Ranking.strongestFirst(scores, Double.MIN_VALUE))
                .limit(count)
                .mapToObj(row -> context(tokens, scores, row, window))
                .toList();
    }

    /// A token with up to `window` neighbours of its text on each side.
    public static Context context(TokenTable tokens, float[] scores, int row, int window) {
        int from = row;
        while (from > 0 && row - from < window && tokens.sample(from - 1) == tokens.sample(row)) {
            from--;
        }
        int to = row + 1;
        while (to < tokens.size()
                && to - row <= window
                && tokens.sample(to) == tokens.sample(row)) {
            to++;
        }
        List<TokenScore> around = new ArrayList<>();
        for (int i = from; i < to; i++) {
            around.add(new TokenScore(tokens.token(i), scores[i]));
        }
        return new Context(row, tokens.sample(row), tokens.label(row), row - from, around);
    }

    private static List<TokenScore> byLabel(TokenTable tokens, float[] scores) {
        Map<String, double[]> sums = new LinkedHashMap<>();
        for (int row = 0, end; row < scores.length; row = end) {
            end = tokens.runEnd(row);
            if (!tokens.label(row).isEmpty()) {
                double[] sum = sums.computeIfAbsent(tokens.label(row), label -> new double[2]);
                for (int i = row; i < end; i++) {
                    sum[0] += Math.max(0, scores[i]);
                }
                sum[1] += end - row;
            }
        }
        double all = sums.values().stream().mapToDouble(sum -> sum[0] / sum[1]).sum();
        return sums.entrySet().stream()
                .map(entry ->
                        new TokenScore(
                                entry.getKey(),
                                all == 0 ? 0 : entry.getValue()[0] / entry.getValue()[1] / all))
                .sorted((a, b) -> Double.compare(b.value(), a.value()))
                .toList();
    }

    private static List<Integer> histogram(float[] scores, double maximum) {
        int[] bins = new int[BINS];
        for (float score : scores) {
            if (score > 0 && maximum > 0 && score >= 0.01 * maximum) {
                bins[Math.min(BINS - 1, (int) (score / maximum * BINS))]++;
            }
        }
        return Arrays.stream(bins).boxed().toList();
    }
}
