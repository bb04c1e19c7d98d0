package io.factorscope.core.experiment;

import io.factorscope.core.activation.TokenTable;
import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.concept.Evidence;
import io.factorscope.core.concept.Projection;
import io.factorscope.core.factorization.Factorization;
import io.factorscope.core.factorization.sae.Sae;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.text.Dataset;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Each method's concepts for the labels of some sentences: the training half makes and chooses
/// them, and describes them; the held-out half, or written sentences, score them.
final class LabelledSubjects implements Subjects.Source {
    private final ExperimentRun run;
    private final Dataset data;
    private final @Nullable Sae sae;
    private final Authors authors;

    LabelledSubjects(ExperimentRun run, Dataset data, @Nullable Sae sae, Authors authors) {
        this.run = run;
        this.data = data;
        this.sae = sae;
        this.authors = authors;
    }

    /// Where a method reads.
    static HookPoint hook(ExperimentSpec spec, Method method, @Nullable Sae sae) {
        return switch (method) {
            case SNMF, TREE, GIVEN -> spec.sources().snmfHook();
            case DIFFMEANS -> spec.sources().diffMeansHook();
            case SAE -> Objects.requireNonNull(sae).config().hook();
        };
    }

    @Override
    public Subjects make(JobContext context) throws FactorscopeException {
        Split split = split();
        List<ConceptSet> sets = new ArrayList<>();
        for (Method method : run.spec().methods()) {
            sets.add(concepts(method, split, context));
        }
        List<String> labels = split.score().labels();
        var words = labels.stream().collect(Collectors.toMap(Function.identity(), name -> name));
        return new Subjects(sets, labels, words, split.score());
    }

    private Split split() throws FactorscopeException {
        ExperimentSpec spec = run.spec();
        return run.folder()
                .keep(
                        "split.json",
                        Split.class,
                        () -> checked(Split.of(data, spec.trainingShare(), spec.seed())));
    }

    private Split checked(Split split) throws FactorscopeException {
        for (Dataset half : List.of(split.fit(), split.score())) {
            boolean all = half.labels().equals(data.labels());
            if (!all || half.labels().size() < 2) {
                throw new FactorscopeException(
                        "FS-EXP-005",
                        data.name()
                                + " cannot be split: it has "
                                + data.labels().size()
                                + " labels, one half of it "
                                + half.labels().size()
                                + "; expected at least two labels with two different sentences"
                                + " each. Use more labelled sentences.");
            }
        }
        return split;
    }

    private ConceptSet concepts(Method method, Split split, JobContext context)
            throws FactorscopeException {
        Path place = run.folder().resolve(method.id() + "/concepts");
        if (Files.exists(place)) {
            return ConceptSet.load(place);
        }
        HookPoint hook = hook(run.spec(), method, sae);
        try (SentenceSet training = run.collected().at("training", split.fit(), hook, context)) {
            ConceptSet set =
                    switch (method) {
                        case SNMF, TREE, GIVEN ->
                                ConceptSources.snmf(
                                        run.model().engine(),
                                        run.spec(),
                                        training,
                                        fit(method),
                                        context);
                        case DIFFMEANS -> ConceptSources.diffMeans(training, context);
                        case SAE ->
                                ConceptSources.sae(
                                        fitting(Objects.requireNonNull(sae), training),
                                        run.spec().sources().features(),
                                        training,
                                        context);
                    };
            set.save(place);
            return set;
        }
    }

    private Path fit(Method method) {
        return run.folder().resolve(method.id() + "/fit");
    }

    private Sae fitting(Sae sae, SentenceSet set) throws FactorscopeException {
        int width = set.activations().d();
        if (sae.d() != width) {
            throw new FactorscopeException(
                    "FS-SAE-008",
                    run.spec().sources().sae()
                            + " reads activations "
                            + sae.d()
                            + " wide; "
                            + set.hook()
                            + " of "
                            + run.model().name()
                            + " is "
                            + width
                            + ". Choose the autoencoder of this model.");
        }
        return sae;
    }

    @Override
    public Subjects.Scored scored(ConceptSet set, JobContext context) throws FactorscopeException {
        SentenceSource author = authors.sentences();
        if (author == null || !run.spec().sources().written()) {
            Dataset score = split().score();
            ConceptSentences[] rows =
                    run.folder()
                            .keep("sentences.json", ConceptSentences[].class, () -> heldOut(score));
            return new Subjects.Scored("held-out", score, Arrays.asList(rows));
        }
        List<Description> described = descriptions(List.of(set), context);
        return SentenceStep.of(run.folder(), author)
                .scored(set.method().id() + "/", set, described, context);
    }

    /// For each label held-out sentences of its own and of others.
    private ConceptSentences[] heldOut(Dataset score) throws FactorscopeException {
        ExperimentSpec spec = run.spec();
        HeldOutSentences heldOut =
                new HeldOutSentences(score, text -> false, spec.sentences(), spec.seed());
        List<String> labels = score.labels();
        ConceptSentences[] rows = new ConceptSentences[labels.size()];
        for (int i = 0; i < rows.length; i++) {
            ConceptKey key = new ConceptKey("L:" + labels.get(i), "", rows.length, -1, i);
            rows[i] = heldOut.of(key, labels.get(i));
        }
        return rows;
    }

    @Override
    public List<Description> descriptions(List<ConceptSet> sets, JobContext context)
            throws FactorscopeException {
        DescribingStep step = new DescribingStep(run.folder(), authors, run.spec().steering());
        List<Description> all = new ArrayList<>();
        for (ConceptSet set : sets) {
            String place = set.method().id() + "/";
            ConceptContexts[] contexts =
                    run.folder()
                            .keep(
                                    place + "contexts.json",
                                    ConceptContexts[].class,
                                    () -> contexts(set, context));
            all.addAll(step.of(place, Arrays.asList(contexts), context));
        }
        return all;
    }

    /// What fires a set's concepts on the training half.
    private ConceptContexts[] contexts(ConceptSet set, JobContext context)
            throws FactorscopeException {
        HookPoint hook = set.hook();
        try (SentenceSet training = run.collected().at("training", split().fit(), hook, context)) {
            TokenTable tokens = training.tokens();
            float[][] scores = scores(set, training, context);
            ConceptContexts[] rows = new ConceptContexts[scores.length];
            for (int i = 0; i < rows.length; i++) {
                context.checkpoint();
                rows[i] =
                        ConceptContexts.of(
                                set.key(i),
                                tokens,
                                scores[i],
                                Evidence.of(tokens, scores[i]),
                                Projection.of(run.model(), set.concepts().get(i)),
                                ConceptContexts.Spec.DEFAULT);
            }
            return rows;
        }
    }

    /// Each concept's score on every training token `[concept][n]`: a factor's activation in the
    /// fit, a feature's by its autoencoder, else the cosine.
    private float[][] scores(ConceptSet set, SentenceSet training, JobContext context)
            throws FactorscopeException {
        return switch (set.method()) {
            case SNMF, TREE, GIVEN -> activations(set, training);
            case SAE ->
                    training.tokenFeatures(
                            run.model().engine(),
                            Objects.requireNonNull(sae),
                            Detection.Encoding.features(set.concepts()),
                            context);
            case DIFFMEANS -> training.tokenCosines(set.concepts(), context);
        };
    }

    /// G's columns, with 0 for the tokens that the fit left out.
    private float[][] activations(ConceptSet set, SentenceSet training)
            throws FactorscopeException {
        Factorization fit = Factorization.load(fit(set.method()));
        int skipped = fit.manifest().spec().weighting().skipFirst();
        TokenTable tokens = training.tokens();
        float[][] scores = new float[set.concepts().size()][tokens.size()];
        for (int i = 0; i < scores.length; i++) {
            Concept concept = set.concepts().get(i);
            int factor = concept.source() instanceof ConceptSource.Factor f ? f.index() : 0;
            float[] g = fit.activation(factor);
            int at = 0;
            for (int row = 0; row < tokens.size() && at < g.length; row++) {
                if (g.length == tokens.size() || tokens.rank(row) >= skipped) {
                    scores[i][row] = g[at++];
                }
            }
        }
        return scores;
    }
}
