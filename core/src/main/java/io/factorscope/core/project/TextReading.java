package io.factorscope.core.project;

import io.factorscope.core.activation.CollectSpec;
import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.factorization.Encoder;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.factorization.sae.SaeEncoder;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A text of one's own as the concepts of an analysis see it, without a new fit.
///
/// A factor's value on a token is g of the [Encoder], all factors together, scaled and thinned out
/// as in the fit; an autoencoder feature's is what its own encoder gives, where that is at hand;
/// any other concept's is the cosine of the activation with its direction.
///
/// **Threads**: never changed after it is made.
public final class TextReading {
    private final List<String> tokens;
    private final Map<String, float[]> values;
    private final Set<String> cosines;

    private TextReading(List<String> tokens, Map<String, float[]> values, Set<String> cosines) {
        this.tokens = List.copyOf(tokens);
        this.values = values;
        this.cosines = cosines;
    }

    /// Nothing read.
    public static TextReading empty() {
        return new TextReading(List.of(), Map.of(), Set.of());
    }

    /// Reads a text with some concepts of an analysis, as a rule all. **Threads**: the engine
    /// thread.
    ///
    /// **Errors**: `FS-TEXT-002` too long; cancellation.
    public static TextReading of(
            LanguageModel model,
            FeatureEncoders encoders,
            Analysis analysis,
            List<ConceptEntry> concepts,
            String text,
            JobContext context)
            throws FactorscopeException {
        if (text.isBlank()) {
            return empty();
        }
        AnalysisSpec spec = analysis.manifest().spec();
        int[] ids = model.encode(text, spec.bos());
        int bos = ids[0] == model.tokenizer().bos() ? 1 : 0;
        int unread =
                new CollectSpec(spec.hook(), spec.bos(), true)
                        .skipped(ids, model.tokenizer().bos());
        Set<HookPoint> hooks =
                concepts.stream().map(entry -> entry.concept().hook()).collect(Collectors.toSet());
        var at = model.activations(new int[][] {ids}, hooks);
        context.checkpoint();
        Reader reader = new Reader(at, new Span(bos, unread));
        if (hooks.contains(spec.hook())) {
            reader.factors(model, analysis, context);
        }
        for (var features : encoders.of(concepts).entrySet()) {
            context.checkCancelled();
            reader.features(features.getKey(), features.getValue());
        }
        reader.others(concepts, context);
        List<String> tokens =
                IntStream.range(bos, ids.length)
                        .mapToObj(i -> model.tokenizer().token(ids[i]))
                        .toList();
        return new TextReading(tokens, reader.values, reader.cosines);
    }

    /// Positions before `shown` are no words of the text, those before `read` mean nothing.
    private record Span(int shown, int read) {}

    /// What was read so far of the activations at each hook point `[pos, d]`.
    private static final class Reader {
        private final Map<HookPoint, List<float[]>> at;
        private final Span span;
        private final Map<String, float[]> values = new HashMap<>();
        private final Set<String> cosines = new HashSet<>();

        Reader(Map<HookPoint, List<float[]>> at, Span span) {
            this.at = at;
            this.span = span;
        }

        private float[] rows(HookPoint hook) {
            return Objects.requireNonNull(at.get(hook)).getFirst();
        }

        void factors(LanguageModel model, Analysis analysis, JobContext context)
                throws FactorscopeException {
            float[] all = rows(analysis.manifest().spec().hook());
            FitSpec fit = analysis.fit().manifest().spec();
            int d = analysis.fit().d();
            int skipped = Math.min(all.length / d, span.read + fit.weighting().skipFirst());
            float[] rows = Arrays.copyOfRange(all, skipped * d, all.length);
            float[] g = new float[0]; // [read pos, K]
            if (rows.length > 0) {
                try (Encoder encoder = new Encoder(model.engine(), analysis.fit())) {
                    g = encoder.encodeAs(fit, rows, context);
                }
            }
            int rank = analysis.fit().rank();
            for (int k = 0; k < rank; k++) {
                String id = analysis.factors().get(k).id();
                values.put(id, column(g, rank, k, skipped, all.length / d));
            }
        }

        void features(SaeEncoder encoder, List<ConceptEntry> entries) {
            int d = encoder.sae().d();
            int count = encoder.sae().features();
            float[] all = rows(encoder.sae().config().hook());
            float[] rows = Arrays.copyOfRange(all, span.read * d, all.length);
            float[] f = rows.length == 0 ? rows : encoder.encode(rows); // [read pos, feature]
            for (ConceptEntry entry : entries) {
                if (entry.concept().source() instanceof ConceptSource.SaeFeature feature) {
                    float[] own = column(f, count, feature.index(), span.read, all.length / d);
                    values.put(entry.id(), own);
                }
            }
        }

        /// One column of values `[read pos, columns]` that begin at position `first`, for each
        /// position that is shown.
        private float[] column(float[] read, int columns, int which, int first, int positions) {
            float[] own = new float[positions - span.shown];
            for (int i = 0; i < read.length / columns; i++) {
                own[first - span.shown + i] = read[i * columns + which];
            }
            return own;
        }

        void others(List<ConceptEntry> concepts, JobContext context) throws FactorscopeException {
            for (ConceptEntry entry : concepts) {
                Concept concept = entry.concept();
                boolean isFactor = concept.source() instanceof ConceptSource.Factor;
                if (!isFactor && !values.containsKey(entry.id())) {
                    context.checkCancelled();
                    float[] rows = rows(concept.hook());
                    values.put(entry.id(), TextReading.cosines(rows, concept.direction(), span));
                    cosines.add(entry.id());
                }
            }
        }
    }

    private static float[] cosines(float[] rows, float[] direction, Span span) {
        int d = direction.length;
        double norm = Math.sqrt(dot(direction, 0, direction));
        float[] out = new float[rows.length / d - span.shown];
        for (int pos = span.read; pos < rows.length / d; pos++) {
            double own = 0;
            for (int j = pos * d; j < (pos + 1) * d; j++) {
                own += (double) rows[j] * rows[j];
            }
            double scale = norm * Math.sqrt(own);
            double dot = dot(rows, pos * d, direction);
            out[pos - span.shown] = (float) (scale == 0 ? 0 : dot / scale);
        }
        return out;
    }

    private static double dot(float[] rows, int from, float[] direction) {
        double sum = 0;
        for (int j = 0; j < direction.length; j++) {
            sum += (double) rows[from + j] * direction[j];
        }
        return sum;
    }

    /// The tokens, BOS left out.
    public List<String> tokens() {
        return tokens;
    }

    /// A concept's value on a token: g of a factor, a feature's activation, else a cosine; 0 for a
    /// concept not read, and for factors on the first positions that the fit left out.
    public double value(String concept, int token) {
        float[] own = values.get(concept);
        return own == null ? 0 : own[token];
    }

    /// Whether a concept's values are cosines with its direction; among autoencoder features, those
    /// whose encoder is not at hand.
    public boolean isCosine(String concept) {
        return cosines.contains(concept);
    }

    /// A concept's largest value on any token.
    public double largest(String concept) {
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < tokens.size(); i++) {
            most = Math.max(most, value(concept, i));
        }
        return tokens.isEmpty() ? 0 : most;
    }
}
