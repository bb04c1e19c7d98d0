package io.factorscope.core.steering;

import io.factorscope.core.model.Distributions;
import io.factorscope.core.model.LanguageModel;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// What steering does to the next token after the prompt: the largest rises and falls of
/// probability, and the push of all sliders together.
///
/// **Units**: probabilities; `kl` in nats.
public record NextTokens(List<Shift> up, List<Shift> down, double kl) {
    /// Nothing measured.
    public static final NextTokens NONE = new NextTokens(List.of(), List.of(), 0);

    private static final int SHOWN = 10;

    /// One token's probability before and after.
    public record Shift(String token, double before, double after) {
        /// How much it has risen.
        public double change() {
            return after - before;
        }
    }

    /// A copy that nobody can change.
    public NextTokens {
        up = List.copyOf(up);
        down = List.copyOf(down);
    }

    /// Compares two rows of next-token logits.
    public static NextTokens of(LanguageModel model, float[] before, float[] after) {
        double[] p = probabilities(before);
        double[] q = probabilities(after);
        Comparator<Integer> rising = Comparator.comparingDouble(i -> q[i] - p[i]);
        return new NextTokens(
                largest(model, p, q, rising.reversed(), 1),
                largest(model, p, q, rising, -1),
                Distributions.kl(before, after));
    }

    private static double[] probabilities(float[] logits) {
        double[] log = Distributions.logSoftmax(logits);
        for (int i = 0; i < log.length; i++) {
            log[i] = Math.exp(log[i]);
        }
        return log;
    }

    private static List<Shift> largest(
            LanguageModel model, double[] p, double[] q, Comparator<Integer> order, int sign) {
        return IntStream.range(0, p.length)
                .boxed()
                .filter(i -> sign * (q[i] - p[i]) > 0)
                .sorted(order)
                .limit(SHOWN)
                .map(i -> new Shift(model.tokenizer().token(i), p[i], q[i]))
                .toList();
    }
}
