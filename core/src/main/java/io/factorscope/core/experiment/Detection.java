package io.factorscope.core.experiment;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.factorization.sae.Sae;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.tensor.TensorEngine;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Scores how well directions tell a concept's sentences from neutral ones.
///
/// A sentence's score is the largest cosine of its tokens' activations with the direction.
/// **Threads**: the engine thread where there is an autoencoder. **Source**: docs/experiments.md.
public final class Detection {
    private final SentenceSet heldOut;
    private final List<String> names;
    private final List<ConceptSentences> sentences;
    private final Map<String, Integer> indexOf = new HashMap<>();

    /// Detection on held-out sentences; `sentences` are drawn from `heldOut`, a row for each name.
    public Detection(SentenceSet heldOut, List<String> names, List<ConceptSentences> sentences) {
        this.heldOut = heldOut;
        this.names = List.copyOf(names);
        this.sentences = List.copyOf(sentences);
        for (int i = 0; i < heldOut.texts().examples().size(); i++) {
            indexOf.put(heldOut.texts().examples().get(i).text(), i);
        }
    }

    /// A row for each name: `concepts` in their order; `sae` where they are its features.
    public List<DetectionRow> rows(
            Method method,
            Variant variant,
            List<Concept> concepts,
            int candidates,
            @Nullable Encoding sae,
            JobContext context)
            throws FactorscopeException {
        SentenceSet.Match[][] matches = heldOut.matches(concepts, context);
        double[][] encoded = sae == null ? new double[0][] : sae.of(heldOut, concepts, context);
        List<DetectionRow> rows = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            ConceptKey key = ConceptKey.of(concepts.get(i), candidates);
            double[] own = sae == null ? null : encoded[i];
            rows.add(row(key, method, variant, i, matches[i], own));
        }
        return rows;
    }

    /// An autoencoder and the engine it runs on.
    public record Encoding(TensorEngine engine, Sae sae) {
        double[][] of(SentenceSet set, List<Concept> concepts, JobContext context)
                throws FactorscopeException {
            return set.features(engine, sae, features(concepts), context);
        }

        /// Which features some concepts are.
        static List<Integer> features(List<Concept> concepts) {
            List<Integer> features = new ArrayList<>();
            for (Concept concept : concepts) {
                features.add(
                        concept.source() instanceof ConceptSource.SaeFeature feature
                                ? feature.index()
                                : 0);
            }
            return features;
        }
    }

    private DetectionRow row(
            ConceptKey key,
            Method method,
            Variant variant,
            int name,
            SentenceSet.Match[] matches,
            double @Nullable [] encoded) {
        ConceptSentences of = sentences.get(name);
        double[] scores = take(of.activating(), i -> matches[i].cosine());
        double[] neutral = take(of.neutral(), i -> matches[i].cosine());
        return new DetectionRow(
                key,
                method,
                variant,
                names.get(name),
                of.activating(),
                of.neutral(),
                Arrays.stream(scores).boxed().toList(),
                Arrays.stream(neutral).boxed().toList(),
                DetectionRow.logRatio(scores, neutral),
                Interval.ofAuroc(scores, neutral),
                pair(of, i -> matches[i].correlation()),
                pair(of, i -> matches[i].r2()),
                pair(of, i -> matches[i].mse()),
                encoded == null ? null : encoder(of, encoded));
    }

    private DetectionRow.Encoder encoder(ConceptSentences of, double[] encoded) {
        double[] scores = take(of.activating(), i -> encoded[i]);
        double[] neutral = take(of.neutral(), i -> encoded[i]);
        return new DetectionRow.Encoder(
                Arrays.stream(scores).boxed().toList(),
                Arrays.stream(neutral).boxed().toList(),
                DetectionRow.logRatio(scores, neutral),
                Interval.auroc(scores, neutral));
    }

    private DetectionRow.Pair pair(ConceptSentences of, ToDoubleFunction<Integer> value) {
        return new DetectionRow.Pair(
                Interval.mean(take(of.activating(), value)),
                Interval.mean(take(of.neutral(), value)));
    }

    /// Values of the sentences that have tokens.
    private double[] take(List<String> texts, ToDoubleFunction<Integer> value) {
        return texts.stream()
                .map(text -> indexOf.getOrDefault(text, -1))
                .filter(i -> i >= 0)
                .mapToDouble(value)
                .filter(x -> !Double.isNaN(x))
                .toArray();
    }
}
