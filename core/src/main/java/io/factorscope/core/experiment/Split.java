package io.factorscope.core.experiment;

import io.factorscope.core.store.Hashes;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.Example;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A data set in two parts that share no sentence: one to fit and choose with, one to score with.
///
/// Each label is divided alike. Sentences that differ only in case, marks or blanks are the same
/// one; repeats are left out. **Randomness**: the seed and the sentences decide, not their order in
/// the file.
public record Split(Dataset fit, Dataset score) {
    /// Puts `share` of each label's sentences into the part that fits.
    public static Split of(Dataset data, double share, long seed) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("no share: " + share);
        }
        Map<String, List<Example>> byLabel = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (Example example : data.examples()) {
            if (seen.add(SentenceText.key(example.text()))) {
                byLabel.computeIfAbsent(example.label(), label -> new ArrayList<>()).add(example);
            }
        }
        List<Example> fit = new ArrayList<>();
        List<Example> score = new ArrayList<>();
        for (List<Example> examples : byLabel.values()) {
            List<Example> drawn =
                    examples.stream()
                            .sorted(
                                    Comparator.comparing(
                                            example -> Hashes.sha256(seed + "\n" + example.text())))
                            .toList();
            int cut = (int) Math.round(share * drawn.size());
            fit.addAll(drawn.subList(0, cut));
            score.addAll(drawn.subList(cut, drawn.size()));
        }
        return new Split(
                new Dataset(data.name() + "-fit", fit), new Dataset(data.name() + "-score", score));
    }
}
