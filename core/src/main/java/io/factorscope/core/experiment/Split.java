package io.factorscope.core.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.Example;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Labelled sentences in two halves that share no text: what fits or chooses a concept is of the
/// training half, what scores it is held out.
///
/// **Randomness**: `seed` shuffles each label's sentences.
public record Split(List<Part> parts) {
    /// One label's sentences.
    public record Part(
            String label, List<String> training, @JsonProperty("held_out") List<String> heldOut) {
        /// A copy that nobody can change.
        public Part {
            training = List.copyOf(training);
            heldOut = List.copyOf(heldOut);
        }
    }

    /// A copy that nobody can change.
    public Split {
        parts = List.copyOf(parts);
    }

    /// Splits every label's sentences; `share` of them train. A text that occurs twice counts once.
    ///
    /// **Errors**: `FS-EXP-001` fewer than two labels, or a label with fewer than four sentences.
    public static Split of(Dataset data, double share, long seed) throws FactorscopeException {
        Map<String, List<String>> byLabel = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (Example example : data.examples()) {
            if (!example.label().isEmpty() && seen.add(example.text().strip())) {
                byLabel.computeIfAbsent(example.label(), label -> new ArrayList<>())
                        .add(example.text().strip());
            }
        }
        List<Part> parts = new ArrayList<>();
        for (Map.Entry<String, List<String>> label : byLabel.entrySet()) {
            List<String> texts = label.getValue();
            if (texts.size() < 4) {
                throw few(data, "'" + label.getKey() + "' has " + texts.size());
            }
            Collections.shuffle(texts, new Random(seed));
            int training = Math.clamp(Math.round(share * texts.size()), 2, texts.size() - 2);
            parts.add(
                    new Part(
                            label.getKey(),
                            texts.subList(0, training),
                            texts.subList(training, texts.size())));
        }
        if (parts.size() < 2) {
            throw few(data, "it has " + parts.size() + " labels");
        }
        return new Split(parts);
    }

    private static FactorscopeException few(Dataset data, String found) {
        return new FactorscopeException(
                "FS-EXP-001",
                data.name()
                        + " cannot be split: "
                        + found
                        + "; expected at least two labels with four different sentences each. Use"
                        + " more labelled sentences.");
    }

    /// The training half as a data set.
    public Dataset training() {
        List<Example> examples = new ArrayList<>();
        for (Part part : parts) {
            part.training.forEach(text -> examples.add(new Example(text, part.label)));
        }
        return new Dataset("training half", examples);
    }

    /// The held-out half as a data set.
    public Dataset heldOut() {
        List<Example> examples = new ArrayList<>();
        for (Part part : parts) {
            part.heldOut.forEach(text -> examples.add(new Example(text, part.label)));
        }
        return new Dataset("held-out half", examples);
    }

    /// For each label `count` held-out sentences of its own, and as many of other labels.
    public List<ConceptSentences> sentences(int count, long seed) {
        List<ConceptSentences> rows = new ArrayList<>();
        MadeBy by = MadeBy.now("factorscope", "held-out sentences/1");
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            List<String> own = new ArrayList<>(part.heldOut);
            List<String> others = new ArrayList<>();
            parts.stream().filter(other -> !other.label.equals(part.label)).forEach(p -> others.addAll(p.heldOut));
            Collections.shuffle(own, new Random(seed));
            Collections.shuffle(others, new Random(seed + i));
            int kept = Math.min(count, Math.min(own.size(), others.size()));
            ConceptKey key = new ConceptKey("L:" + part.label, "", parts.size(), -1, i);
            List<String> neutral = others.subList(0, kept);
            rows.add(new ConceptSentences(key, part.label, own.subList(0, kept), neutral, by));
        }
        return rows;
    }
}
