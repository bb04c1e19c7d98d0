package io.factorscope.core.experiment;

import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.Example;
import io.factorscope.core.text.Tokenizer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How likely a text is to be of each label, by the words in it: naive Bayes over which tokens
/// occur, each counted once a text.
///
/// P(label | text) ∝ Π P(token | label), P(token | label) = (texts of the label with it + ½) /
/// (texts of the label + 1); labels are equally likely at first, and tokens that no text of the
/// data has are passed over. **Units**: probabilities.
public final class LabelClassifier {
    private final Tokenizer tokenizer;
    private final List<String> labels;
    private final Map<Integer, double[]> logits = new HashMap<>();

    /// Trains on labelled texts.
    public LabelClassifier(LanguageModel model, Dataset data) {
        this(model.tokenizer(), data);
    }

    LabelClassifier(Tokenizer tokenizer, Dataset data) {
        this.tokenizer = tokenizer;
        this.labels = data.labels();
        double[] texts = new double[labels.size()];
        Map<Integer, double[]> counts = new HashMap<>();
        for (Example example : data.examples()) {
            int label = labels.indexOf(example.label());
            if (label >= 0) {
                texts[label]++;
                for (int id : tokens(example.text())) {
                    counts.computeIfAbsent(id, token -> new double[texts.length])[label]++;
                }
            }
        }
        counts.forEach((id, count) -> {
            double[] log = new double[texts.length];
            for (int i = 0; i < log.length; i++) {
                log[i] = Math.log((count[i] + 0.5) / (texts[i] + 1));
            }
            logits.put(id, log);
        });
    }

    private Set<Integer> tokens(String text) {
        Set<Integer> ids = new HashSet<>();
        for (int id : tokenizer.encode(" " + text.strip(), false)) {
            ids.add(id);
        }
        return ids;
    }

    /// The labels that it knows.
    public List<String> labels() {
        return labels;
    }

    /// P(label | text) of every label, in their order.
    public double[] probabilities(String text) {
        double[] log = new double[labels.size()];
        for (int id : tokens(text)) {
            double[] own = logits.get(id);
            for (int i = 0; own != null && i < log.length; i++) {
                log[i] += own[i];
            }
        }
        double most = Double.NEGATIVE_INFINITY;
        for (double x : log) {
            most = Math.max(most, x);
        }
        double sum = 0;
        for (int i = 0; i < log.length; i++) {
            log[i] = Math.exp(log[i] - most);
            sum += log[i];
        }
        for (int i = 0; i < log.length; i++) {
            log[i] /= sum;
        }
        return log;
    }
}
