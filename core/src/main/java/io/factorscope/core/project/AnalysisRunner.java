package io.factorscope.core.project;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.activation.CollectSpec;
import io.factorscope.core.activation.Collector;
import io.factorscope.core.activation.TokenTable;
import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.concept.DiffMeans;
import io.factorscope.core.concept.LabelWords;
import io.factorscope.core.concept.Projection;
import io.factorscope.core.factorization.Factorization;
import io.factorscope.core.factorization.FitListener;
import io.factorscope.core.factorization.FitStorage;
import io.factorscope.core.factorization.Iteration;
import io.factorscope.core.factorization.SemiNmf;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.job.Provenance;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.steering.Steerability;
import io.factorscope.core.steering.SteerabilityMeter;
import io.factorscope.core.store.Hashes;
import io.factorscope.core.store.Json;
import io.factorscope.core.store.TemporaryFolder;
import io.factorscope.core.text.Dataset;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Runs a whole analysis:
///
/// 1. collect activations at the hook point, and at the label concepts' hook point;
/// 2. fit the factors;
/// 3. take each label's mean difference as a concept;
/// 4. project every concept on the vocabulary;
/// 5. measure how well the label concepts steer, and, where asked, how faithful and how stable the
///    factors are.
///
/// **Threads**: the engine thread.
public final class AnalysisRunner {
    private static final String FACTORS = "factors";
    private static final String LABELS = "labels";

    /// Where the fit's checkpoints lie in the work folder.
    static final String FIT = "fit";

    private static final double CHECKPOINT_SECONDS = 20;

    private final LanguageModel model;
    private final Dataset data;
    private final AnalysisSpec spec;
    private final AnalysisListener listener;
    private final double checkpointSeconds;
    private @Nullable GivenFactors given;

    /// An analysis to be run.
    public AnalysisRunner(
            LanguageModel model, Dataset data, AnalysisSpec spec, AnalysisListener listener) {
        this(model, data, spec, listener, CHECKPOINT_SECONDS);
    }

    AnalysisRunner(
            LanguageModel model,
            Dataset data,
            AnalysisSpec spec,
            AnalysisListener listener,
            double checkpointSeconds) {
        this.checkpointSeconds = checkpointSeconds;
        this.model = model;
        this.data = data;
        this.spec = spec;
        this.listener = listener;
    }

    /// Runs every step; a cancelled run leaves nothing behind.
    public Analysis run(JobContext context) throws FactorscopeException {
        try (TemporaryFolder work = new TemporaryFolder()) {
            return run(work.path(), FitStorage.usual(), context);
        }
    }

    /// Runs every step with `work` for its files, and goes on from what a run of the same
    /// [#fingerprint] left there: its activations, and its fit up to the last checkpoint.
    public Analysis run(Path work, JobContext context) throws FactorscopeException {
        FitStorage storage =
                FitStorage.usual().checkpoints(work.resolve(FIT), checkpointSeconds, true);
        return run(work, storage, context);
    }

    private Analysis run(Path work, FitStorage storage, JobContext context)
            throws FactorscopeException {
        model.config().check(spec.hook());
        model.config().check(spec.labelHook());
        try (ActivationSet at = collect(spec.hook(), work.resolve(FACTORS), context)) {
            TokenTable tokens = Objects.requireNonNull(at.tokens());
            Factorization fit = fit(at, tokens, storage, context);
            FitChecks checks = FitChecks.of(model, spec, data, at, fit, context);
            List<ConceptEntry> factors = factors(fit, tokens, checks, context);
            List<ConceptEntry> labels = new ArrayList<>();
            double labelNorm = 0;
            if (!data.labels().isEmpty()) {
                try (ActivationSet other =
                        collect(spec.labelHook(), work.resolve(LABELS), context)) {
                    labelNorm = meanNorm(other);
                    labels.addAll(labels(other, tokens, labelNorm, context));
                }
            }
            Analysis.Manifest manifest = manifest(meanNorm(at), labelNorm, checks);
            return new Analysis(manifest, tokens, fit, factors, labels);
        }
    }

    /// Passes iterations on, and reads the factors so far where they are wanted.
    private FitListener watching(ActivationSet at, TokenTable tokens) {
        return new FitListener() {
            @Override
            public void iterated(Iteration iteration) {
                listener.iterated(iteration);
            }

            @Override
            public void between(Copy fit) throws FactorscopeException {
                if (listener.wantsFactorsSoFar()) {
                    Factorization soFar = fit.take();
                    List<ConceptEntry> read =
                            factors(soFar, tokens, FitChecks.NONE, JobContext.silent());
                    Analysis.Manifest now = manifest(meanNorm(at), 0, FitChecks.NONE);
                    listener.factorsSoFar(new Analysis(now, tokens, soFar, read, List.of()));
                }
            }
        };
    }

    /// Takes factors that were fitted elsewhere in place of a fit of its own.
    public AnalysisRunner with(GivenFactors factors) {
        given = factors;
        return this;
    }

    private Factorization fit(
            ActivationSet at, TokenTable tokens, FitStorage storage, JobContext context)
            throws FactorscopeException {
        return given != null
                ? given.over(at, spec.fit(), context)
                : new SemiNmf(model.engine(), spec.fit(), watching(at, tokens), storage)
                        .run(at, null, context);
    }

    /// Names all that decides the result: the model, the data and the spec.
    public String fingerprint() throws FactorscopeException {
        return Hashes.sha256(Json.text(List.of(spec, model.hash(), data.examples())));
    }

    private ActivationSet collect(HookPoint hook, Path folder, JobContext context)
            throws FactorscopeException {
        if (Files.exists(folder.resolve(Collector.MANIFEST))) {
            return ActivationSet.open(folder);
        }
        return new Collector(model, new CollectSpec(hook, spec.bos(), true))
                .collect(data, folder, context);
    }

    private Analysis.Manifest manifest(double factorNorm, double labelNorm, FitChecks checks)
            throws FactorscopeException {
        Provenance provenance =
                Provenance.now(
                        model.engine().deviceName(),
                        spec.fit().seed(),
                        Map.of(
                                "model",
                                model.hash(),
                                "data",
                                Hashes.sha256(Json.line(data.examples()))));
        return new Analysis.Manifest(
                Analysis.Manifest.SCHEMA,
                model.name(),
                Home.portable(model.folder()),
                data.name(),
                spec,
                factorNorm,
                labelNorm,
                provenance,
                checks.faithfulness() == null ? null : checks.faithfulness().whole(),
                checks.stability() == null ? null : checks.stability().mean());
    }

    private List<ConceptEntry> factors(
            Factorization fit, TokenTable tokens, FitChecks checks, JobContext context)
            throws FactorscopeException {
        List<ConceptEntry> entries = new ArrayList<>();
        for (int k = 0; k < fit.rank(); k++) {
            context.checkpoint();
            context.progress("reading factors", k, fit.rank(), "factors");
            Concept concept =
                    new Concept(new ConceptSource.Factor(k), spec.hook(), fit.direction(k));
            Projection projection = Projection.of(model, concept);
            entries.add(
                    new ConceptEntry(concept, fit.activation(k), tokens, projection, checks.of(k)));
        }
        return entries;
    }

    private List<ConceptEntry> labels(
            ActivationSet set, TokenTable tokens, double norm, JobContext context)
            throws FactorscopeException {
        List<Concept> concepts = DiffMeans.concepts(set, tokens, spec.labelHook());
        List<float[]> scores = DiffMeans.scores(set, concepts);
        SteerabilityMeter meter =
                new SteerabilityMeter(model, spec.prompts(), norm, spec.fit().seed());
        List<ConceptEntry> entries = new ArrayList<>();
        for (int i = 0; i < concepts.size(); i++) {
            context.checkpoint();
            context.progress("measuring what steers", i, concepts.size(), "labels");
            Concept concept = concepts.get(i);
            Steerability steerability = steerability(meter, concept, tokens, context);
            Projection projection = Projection.of(model, concept);
            entries.add(
                    new ConceptEntry(
                            concept,
                            scores.get(i),
                            tokens,
                            projection,
                            new Measured(steerability, null, null)));
        }
        return entries;
    }

    private @Nullable Steerability steerability(
            SteerabilityMeter meter, Concept concept, TokenTable tokens, JobContext context)
            throws FactorscopeException {
        if (spec.prompts().isEmpty() || !(concept.source() instanceof ConceptSource.Label label)) {
            return null;
        }
        Set<Integer> own = LabelWords.of(tokens, label.name());
        return meter.measure(concept, SteerabilityMeter.Vocabulary.own(own), context);
    }

    private static double meanNorm(ActivationSet set) {
        float[] row = new float[set.d()];
        double total = 0;
        for (int i = 0; i < set.n(); i++) {
            set.row(i, row);
            double sum = 0;
            for (float x : row) {
                sum += (double) x * x;
            }
            total += Math.sqrt(sum);
        }
        return total / set.n();
    }
}
