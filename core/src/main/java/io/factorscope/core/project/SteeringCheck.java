package io.factorscope.core.project;

import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.concept.Evidence;
import io.factorscope.core.concept.LabelWords;
import io.factorscope.core.concept.Projection;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.steering.Steerability;
import io.factorscope.core.steering.SteerabilityMeter;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Measures how well concepts of an analysis steer, whatever their source.
///
/// **Cost**: a few seconds a concept on the embedded model. **Randomness**: from the analysis'
/// seed. **Threads**: the engine thread.
public final class SteeringCheck {
    /// How many tokens a vocabulary has at most.
    private static final int WORDS = 40;

    private final LanguageModel model;
    private final Analysis analysis;
    private final List<String> prompts;
    private final Map<HookPoint, SteerabilityMeter> meters = new HashMap<>();

    /// Measures on these prompts, with the analysis' own model.
    public SteeringCheck(LanguageModel model, Analysis analysis, List<String> prompts) {
        this.model = model;
        this.analysis = analysis;
        this.prompts = List.copyOf(prompts);
    }

    /// How well each of some concepts steers, by id; ids that the analysis does not have are left
    /// out.
    public Map<String, Steerability> measure(List<String> ids, JobContext context)
            throws FactorscopeException {
        Map<String, Steerability> measured = new LinkedHashMap<>();
        for (String id : ids) {
            context.checkpoint();
            context.progress("measuring what steers", measured.size(), ids.size(), "concepts");
            ConceptEntry entry = analysis.find(id);
            if (entry != null) {
                measured.put(id, measure(entry, context));
            }
        }
        return measured;
    }

    private Steerability measure(ConceptEntry entry, JobContext context)
            throws FactorscopeException {
        SteerabilityMeter meter =
                meters.computeIfAbsent(
                        entry.concept().hook(),
                        hook ->
                                new SteerabilityMeter(
                                        model,
                                        prompts,
                                        analysis.norm(entry),
                                        analysis.manifest().spec().fit().seed()));
        return meter.measure(entry.concept(), vocabulary(entry), context);
    }

    private SteerabilityMeter.Vocabulary vocabulary(ConceptEntry entry) {
        if (entry.concept().source() instanceof ConceptSource.Label label) {
            return SteerabilityMeter.Vocabulary.own(LabelWords.of(analysis.tokens(), label.name()));
        }
        return new SteerabilityMeter.Vocabulary(
                Set.copyOf(Projection.ids(model, entry.concept(), 1, WORDS)),
                firing(entry),
                Set.copyOf(Projection.ids(model, entry.concept(), -1, WORDS)));
    }

    /// The distinct tokens on which it fires, the strongest first.
    private Set<Integer> firing(ConceptEntry entry) {
        float[] scores = entry.scores();
        double maximum = entry.evidence().maximum();
        if (maximum <= 0) {
            return Set.of();
        }
        return IntStream.range(0, scores.length)
                .filter(i -> scores[i] >= Evidence.FIRES_AT * maximum)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
                .map(analysis.tokens()::id)
                .distinct()
                .limit(WORDS)
                .collect(Collectors.toUnmodifiableSet());
    }
}
