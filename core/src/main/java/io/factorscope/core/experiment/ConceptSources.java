package io.factorscope.core.experiment;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.concept.DiffMeans;
import io.factorscope.core.factorization.Factorization;
import io.factorscope.core.factorization.FitStorage;
import io.factorscope.core.factorization.SemiNmf;
import io.factorscope.core.factorization.sae.FeatureList;
import io.factorscope.core.factorization.sae.Sae;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.tensor.TensorEngine;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Makes each method's concepts, from training sentences alone.
public final class ConceptSources {
    private static final double CHECKPOINT_SECONDS = 60;

    private ConceptSources() {}

    /// The factors of a fit on the training half, matched with its labels; the fit is kept in
    /// `folder`, and taken from there where it is done.
    static ConceptSet snmf(
            TensorEngine engine,
            ExperimentSpec spec,
            SentenceSet training,
            Path folder,
            JobContext context)
            throws FactorscopeException {
        Factorization fit;
        if (Files.exists(folder.resolve(Factorization.MANIFEST))) {
            fit = Factorization.load(folder);
        } else {
            Path kept = folder.resolveSibling("checkpoint");
            FitStorage storage = FitStorage.usual().checkpoints(kept, CHECKPOINT_SECONDS, true);
            fit =
                    new SemiNmf(
                                    engine,
                                    spec.sources().fit().withSeed(spec.seed()),
                                    iteration -> {},
                                    storage)
                            .run(training.activations(), null, context);
            fit.save(folder);
        }
        List<Concept> factors = new ArrayList<>();
        for (int k = 0; k < fit.rank(); k++) {
            ConceptSource source = new ConceptSource.Factor(k);
            factors.add(new Concept(source, training.hook(), fit.direction(k)));
        }
        return ConceptSet.match(Method.SNMF, factors, training, context);
    }

    /// The features of an autoencoder, matched with the labels of the training half.
    static ConceptSet sae(
            Sae sae, @Nullable String features, SentenceSet training, JobContext context)
            throws FactorscopeException {
        List<Concept> candidates = features(sae, features);
        return ConceptSet.match(Method.SAE, candidates, training, context);
    }

    /// An autoencoder's features as concepts; those of a list where one is given.
    ///
    /// **Errors**: `FS-SAE-007` when the list names none of this autoencoder's.
    public static List<Concept> features(Sae sae, @Nullable String list)
            throws FactorscopeException {
        HookPoint hook = sae.config().hook();
        List<Integer> indices = IntStream.range(0, sae.features()).boxed().toList();
        if (list != null) {
            indices =
                    FeatureList.read(Path.of(list)).stream()
                            .filter(feature -> feature.layer() == hook.layer())
                            .map(FeatureList.Feature::index)
                            .filter(index -> index >= 0 && index < sae.features())
                            .distinct()
                            .toList();
        }
        if (indices.isEmpty()) {
            throw new FactorscopeException(
                    "FS-SAE-007",
                    list
                            + " names no feature of layer "
                            + hook.layer()
                            + " below "
                            + sae.features()
                            + ", which this autoencoder has. Choose the list that belongs to it.");
        }
        List<Concept> concepts = new ArrayList<>();
        for (int index : indices) {
            ConceptSource source = new ConceptSource.SaeFeature(sae.config().id(), index, null);
            concepts.add(new Concept(source, hook, sae.direction(index)));
        }
        return concepts;
    }

    /// The mean difference of each label of the training half.
    static ConceptSet diffMeans(SentenceSet training, JobContext context)
            throws FactorscopeException {
        List<Concept> concepts =
                DiffMeans.concepts(training.activations(), training.tokens(), training.hook());
        return ConceptSet.ofLabels(Method.DIFFMEANS, concepts, training, context);
    }
}
