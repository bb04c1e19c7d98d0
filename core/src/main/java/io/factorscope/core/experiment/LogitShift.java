package io.factorscope.core.experiment;

import io.factorscope.core.model.LanguageModel;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The tokens whose next-token logits a push raises and lowers most.
final class LogitShift {
    private LogitShift() {}

    /// `count` tokens each way with the change of their logits, largest change first.
    static SteeringRow.Shifted of(LanguageModel model, float[] before, float[] after, int count) {
        Comparator<Integer> rising = Comparator.comparingDouble(i -> after[i] - before[i]);
        List<Integer> up = ranked(before.length, rising.reversed(), count);
        List<Integer> down = ranked(before.length, rising, count);
        return new SteeringRow.Shifted(
                up.stream().map(i -> model.tokenizer().token(i)).toList(),
                up.stream().map(i -> (double) (after[i] - before[i])).toList(),
                down.stream().map(i -> model.tokenizer().token(i)).toList(),
                down.stream().map(i -> (double) (after[i] - before[i])).toList());
    }

    private static List<Integer> ranked(int size, Comparator<Integer> order, int count) {
        return IntStream.range(0, size).boxed().sorted(order).limit(count).toList();
    }
}
