package io.factorscope.core.experiment;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Hashes;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.Example;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Sentences of labelled data in place of written ones: those of a label against others, none of
/// which has been used to fit or to choose anything.
///
/// **Randomness**: the seed decides which sentences. **Errors**: `FS-EXP-002` when too few are
/// left.
public final class HeldOutSentences {
    private static final String HOW = "held-out/1";

    private final List<Example> unseen = new ArrayList<>();
    private final int each;
    private final long seed;
    private int left;

    /// The sentences of `data` that `seen` does not know; `each` of both kinds are drawn.
    public HeldOutSentences(Dataset data, Predicate<String> seen, int each, long seed) {
        this.each = each;
        this.seed = seed;
        Set<String> keys = new HashSet<>();
        for (Example example : data.examples()) {
            if (seen.test(example.text())) {
                left++;
            } else if (keys.add(SentenceText.key(example.text()))) {
                unseen.add(example);
            }
        }
    }

    /// How many sentences were left out since they have been used.
    public int leftOut() {
        return left;
    }

    /// Sentences for a concept that a label was found to fit; neutral ones come from as many other
    /// labels as there are.
    public ConceptSentences of(ConceptKey key, String label) throws FactorscopeException {
        List<Example> order =
                unseen.stream()
                        .sorted(
                                Comparator.comparing(example ->
                                        Hashes.sha256(seed + key.id() + "\n" + example.text())))
                        .toList();
        List<String> activating =
                order.stream()
                        .filter(example -> example.label().equals(label))
                        .map(Example::text)
                        .limit(each)
                        .toList();
        List<String> neutral = neutral(order, label);
        if (activating.size() < each || neutral.size() < each) {
            throw new FactorscopeException(
                    "FS-EXP-002",
                    "Of '"
                            + label
                            + "' "
                            + activating.size()
                            + " unused sentences are left, of other labels "
                            + neutral.size()
                            + "; expected "
                            + each
                            + " each ("
                            + left
                            + " were left out, since the concepts were fitted on them). Fit on one"
                            + " part of the data (factorscope split) and take the other here, or"
                            + " ask for fewer of each.");
        }
        MadeBy by = MadeBy.now("factorscope", HOW);
        return new ConceptSentences(key, label, activating, neutral, by);
    }

    /// One of each other label in turn, before a second of any.
    private List<String> neutral(List<Example> order, String label) {
        List<Example> waiting =
                new ArrayList<>(order.stream().filter(one -> !one.label().equals(label)).toList());
        List<String> chosen = new ArrayList<>();
        while (chosen.size() < each && !waiting.isEmpty()) {
            Set<String> round = new HashSet<>();
            List<Example> later = new ArrayList<>();
            for (Example example : waiting) {
                boolean turn = round.add(example.label());
                if (turn && chosen.size() < each) {
                    chosen.add(example.text());
                } else {
                    later.add(example);
                }
            }
            waiting = later;
        }
        return chosen;
    }
}
