package io.factorscope.core.project;

import io.factorscope.core.activation.CollectSpec;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.factorization.Encoder;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A text of one's own as the concepts of an analysis see it, without a new fit.
///
/// A factor's value on a token is g of the [Encoder], all factors together, scaled and thinned out
/// as in the fit; any other concept's is the cosine of the activation with its direction.
///
/// **Threads**: never changed after it is made.
public final class TextReading {
    private final List<String> tokens;
    private final Map<String, float[]> values;

    private TextReading(List<String> tokens, Map<String, float[]> values) {
        this.tokens = List.copyOf(tokens);
        this.values = values;
    }

    /// Nothing read.
    public static TextReading empty() {
        return new TextReading(List.of(), Map.of());
    }

    /// Reads a text with some concepts of an analysis, as a rule all. **Threads**: the engine
    /// thread.
    ///
    /// **Errors**: `FS-TEXT-002` too long; cancellation.
    public static TextReading of(
            LanguageModel model,
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
        Span span = new Span(bos, unread);
        Set<HookPoint> hooks =
                concepts.stream().map(entry -> entry.concept().hook()).collect(Collectors.toSet());
        Map<HookPoint, List<float[]>> at = model.activations(new int[][] {ids}, hooks);
        context.checkpoint();
        Map<String, float[]> values = new HashMap<>();
        if (hooks.contains(spec.hook())) {
            float[] rows = Objects.requireNonNull(at.get(spec.hook())).getFirst();
            readFactors(model, analysis, rows, span, values, context);
        }
        for (ConceptEntry entry : concepts) {
            if (!(entry.concept().source() instanceof ConceptSource.Factor)) {
                context.checkCancelled();
                float[] rows = Objects.requireNonNull(at.get(entry.concept().hook())).getFirst();
                values.put(entry.id(), cosines(rows, entry.concept().direction(), span));
            }
        }
        List<String> tokens =
                IntStream.range(bos, ids.length)
                        .mapToObj(i -> model.tokenizer().token(ids[i]))
                        .toList();
        return new TextReading(tokens, values);
    }

    /// Positions before `shown` are no words of the text, those before `read` mean nothing.
    private record Span(int shown, int read) {}

    private static void readFactors(
            LanguageModel model,
            Analysis analysis,
            float[] activations,
            Span span,
            Map<String, float[]> values,
            JobContext context)
            throws FactorscopeException {
        FitSpec fit = analysis.fit().manifest().spec();
        int d = analysis.fit().d();
        int rank = analysis.fit().rank();
        int skipped = Math.min(activations.length / d, span.read + fit.weighting().skipFirst());
        int positions = activations.length / d - span.shown;
        float[] rows = Arrays.copyOfRange(activations, skipped * d, activations.length);
        float[] g = new float[0]; // [read pos, K]
        if (rows.length > 0) {
            try (Encoder encoder = new Encoder(model.engine(), analysis.fit())) {
                g = encoder.encodeAs(fit, rows, context);
            }
        }
        for (int k = 0; k < rank; k++) {
            float[] own = new float[positions];
            for (int i = 0; i < g.length / rank; i++) {
                own[skipped - span.shown + i] = g[i * rank + k];
            }
            values.put(analysis.factors().get(k).id(), own);
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

    /// A concept's value on a token: g of a factor, else a cosine; 0 for a concept not read, and
    /// for factors on the first positions that the fit left out.
    public double value(String concept, int token) {
        float[] own = values.get(concept);
        return own == null ? 0 : own[token];
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
