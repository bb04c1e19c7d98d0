package io.factorscope.core.experiment;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.activation.TokenTable;
import io.factorscope.core.factorization.sae.FeatureList;
import io.factorscope.core.factorization.sae.Sae;
import io.factorscope.core.factorization.sae.SaeConfig;
import io.factorscope.core.factorization.sae.SaeEncoder;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.tensor.TensorEngine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// Draws features of an autoencoder that fire on some texts, and describes each by its strongest
/// tokens.
///
/// **Randomness**: the seed decides which features. **Threads**: the engine thread.
public final class FeatureSampler {
    private static final int ROWS = 512;
    private static final int TOKENS = 5;

    private final TensorEngine engine;
    private final Sae sae;

    /// A sampler of one autoencoder's features.
    public FeatureSampler(TensorEngine engine, Sae sae) {
        this.engine = engine;
        this.sae = sae;
    }

    /// `count` features that fire on at least two tokens of `set`, in order of index.
    public List<FeatureList.Feature> sample(
            ActivationSet set, int count, long seed, JobContext context)
            throws FactorscopeException {
        List<Map<String, Float>> strongest = new ArrayList<>();
        int[] fires = new int[sae.features()];
        for (int f = 0; f < fires.length; f++) {
            strongest.add(new LinkedHashMap<>());
        }
        read(set, strongest, fires, context);
        List<Integer> alive = new ArrayList<>();
        for (int f = 0; f < fires.length; f++) {
            if (fires[f] >= 2) {
                alive.add(f);
            }
        }
        SaeConfig config = sae.config();
        List<FeatureList.Feature> features = new ArrayList<>();
        for (int f : FeatureList.sample(alive, count, seed)) {
            features.add(
                    new FeatureList.Feature(
                            config.hook().layer(),
                            f,
                            config.release(),
                            config.id(),
                            describe(strongest.get(f))));
        }
        return features;
    }

    private void read(
            ActivationSet set, List<Map<String, Float>> strongest, int[] fires, JobContext context)
            throws FactorscopeException {
        TokenTable tokens = Objects.requireNonNull(set.tokens());
        float[] row = new float[set.d()];
        try (SaeEncoder encoder = new SaeEncoder(engine, sae)) {
            for (int from = 0; from < set.n(); from += ROWS) {
                context.checkpoint();
                context.progress("reading features", from, set.n(), "tokens");
                int count = Math.min(ROWS, set.n() - from);
                float[] rows = new float[count * row.length];
                for (int i = 0; i < count; i++) {
                    set.row(from + i, row);
                    System.arraycopy(row, 0, rows, i * row.length, row.length);
                }
                float[] found = encoder.encode(rows);
                for (int i = 0; i < found.length; i++) {
                    if (found[i] > 0) {
                        int f = i % fires.length;
                        fires[f]++;
                        String token = tokens.token(from + i / fires.length).strip();
                        strongest.get(f).merge(token, found[i], Math::max);
                    }
                }
            }
        }
    }

    private static String describe(Map<String, Float> tokens) {
        return tokens.entrySet().stream()
                .sorted((a, b) -> Float.compare(b.getValue(), a.getValue()))
                .limit(TOKENS)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", ", "fires on ", ""));
    }
}
