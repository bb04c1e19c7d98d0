package io.factorscope.app.cli;

import io.factorscope.core.experiment.ExperimentSpec;
import io.factorscope.core.experiment.Method;
import io.factorscope.core.experiment.SteeringSettings;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.factorization.UpdateRule;
import io.factorscope.core.factorization.Weighting;
import io.factorscope.core.factorization.sae.Sae;
import io.factorscope.core.factorization.sae.SaeFolder;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Sampling;
import io.factorscope.core.project.Home;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The numbers of an experiment, each with the method's default.
final class ExperimentOptions {
    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Labelled sentences (default: data/story_concepts.json).")
    private @Nullable Path data;

    @Option(
            names = "--method",
            paramLabel = "snmf|sae|diffmeans",
            split = ",",
            defaultValue = "snmf,sae,diffmeans",
            description = "Which methods, with commas (default: ${DEFAULT-VALUE}).")
    private List<Method> methods = new ArrayList<>();

    @Option(
            names = "--layer",
            paramLabel = "N",
            description = "Of factors and mean differences (default: the middle one).")
    private @Nullable Integer layer;

    @Option(
            names = "--snmf-hook",
            paramLabel = "NAME",
            description = "Where factors are fitted (default: mlp.hook_post of the layer).")
    private @Nullable String snmfHook;

    @Option(
            names = "--diffmeans-hook",
            paramLabel = "NAME",
            description = "Where means are taken (default: hook_mlp_out of the layer).")
    private @Nullable String diffMeansHook;

    @Option(
            names = "--sae",
            paramLabel = "DIR",
            description = "SAELens, Gemma Scope or Llama Scope (default: the shipped one).")
    private @Nullable Path sae;

    @Option(
            names = "--sae-hook",
            paramLabel = "NAME",
            description = "Where its folder does not say what it reads.")
    private @Nullable String saeHook;

    @Option(
            names = "--features",
            paramLabel = "FILE",
            description = "Only the features of such a list (default: all).")
    private @Nullable Path features;

    @Option(names = "--rank", paramLabel = "K", defaultValue = "80", description = "Factors (80).")
    private int rank;

    @Option(
            names = "--sparsity",
            paramLabel = "S",
            defaultValue = "0.02",
            description = "Share of neurons a factor, or a sparse random direction, has (0.02).")
    private double sparsity;

    @Option(
            names = "--rule",
            paramLabel = "mu|hals",
            defaultValue = "hals",
            description = "How G is updated (default: ${DEFAULT-VALUE}).")
    private UpdateRule rule = UpdateRule.HALS;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "200",
            description = "Of the fit, at most (default: ${DEFAULT-VALUE}).")
    private int iterations;

    @Option(
            names = "--factors-per-token",
            paramLabel = "M",
            defaultValue = "4",
            description = "0: all (default: ${DEFAULT-VALUE}).")
    private int factorsPerToken;

    @Option(
            names = "--weight-by-frequency",
            paramLabel = "BETA",
            defaultValue = "0.4",
            description = "0: none (default: ${DEFAULT-VALUE}).")
    private double beta;

    @Option(
            names = "--unit-norm",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Scale activations to norm 1 before the fit (default: yes).")
    private boolean unitNorm;

    @Option(
            names = "--skip-first",
            paramLabel = "P",
            defaultValue = "1",
            description = "Tokens of each text that the fit leaves out (default: 1).")
    private int skipFirst;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "0")
    private long seed;

    @Option(
            names = "--training-share",
            paramLabel = "X",
            defaultValue = "0.5",
            description = "Share of sentences that fit and choose (default: ${DEFAULT-VALUE}).")
    private double trainingShare;

    @Option(
            names = "--sentences",
            paramLabel = "N",
            defaultValue = "5",
            description = "Held-out sentences of each kind for a concept (${DEFAULT-VALUE}).")
    private int sentences;

    @Option(
            names = "--prompt",
            paramLabel = "T",
            defaultValue = "I think that",
            description = "What is continued (default: ${DEFAULT-VALUE}).")
    private String prompt = "";

    @Option(
            names = "--targets",
            paramLabel = "NATS",
            split = ",",
            defaultValue = "0.025,0.05,0.1,0.15,0.25,0.35,0.5",
            description = "Pushes, both signs (default: ${DEFAULT-VALUE}).")
    private List<Double> targets = new ArrayList<>();

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "8",
            description = "Texts for each push; half of them choose (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            defaultValue = "50",
            description = "Length of a text (default: ${DEFAULT-VALUE}).")
    private int tokens;

    @Option(names = "--temperature", paramLabel = "X", defaultValue = "1")
    private double temperature;

    @Option(names = "--top-k", paramLabel = "N", defaultValue = "30")
    private int topK;

    @Option(
            names = "--top-p",
            paramLabel = "X",
            defaultValue = "1",
            description = "The reference gives 0.3, which its sampler ignores beside top-k.")
    private double topP;

    @Option(
            names = "--calibration",
            paramLabel = "bisection|reference",
            defaultValue = "bisection",
            description =
                    "bisection: each sign to 1 %%; reference: α in [1, 2000], 20 halvings, ±0.01,"
                            + " the positive α turned for the negative.")
    private SteeringSettings.CalibrationRule calibration =
            SteeringSettings.CalibrationRule.BISECTION;

    @Option(
            names = "--shifted",
            paramLabel = "N",
            defaultValue = "50",
            description = "Tokens kept whose logits shift most, each way (${DEFAULT-VALUE}).")
    private int shifted;

    @Option(
            names = "--directions",
            paramLabel = "N",
            defaultValue = "4",
            description = "Random directions of each kind (default: ${DEFAULT-VALUE}).")
    private int directions;

    @Option(
            names = "--before",
            paramLabel = "T",
            defaultValue = "This is a story about %s. ",
            description = "The prompting baseline; %%s is the concept.")
    private String before = "";

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "112",
            description = "Texts written at once, at most (default: ${DEFAULT-VALUE}).")
    private int batch;

    /// The labelled sentences.
    Path data() throws FactorscopeException {
        return data == null ? Home.data("story_concepts.json") : data;
    }

    /// The autoencoder, where it is wanted.
    @Nullable Sae sae() throws FactorscopeException {
        if (!methods.contains(Method.SAE)) {
            return null;
        }
        Path folder = sae == null ? Home.shippedSae() : sae;
        return SaeFolder.read(folder, saeHook == null ? null : HookPoint.parse(saeHook));
    }

    /// The experiment asked for.
    ExperimentSpec spec(LanguageModel model, String name, boolean detection, boolean steering)
            throws FactorscopeException {
        Weighting weighting = new Weighting(beta, unitNorm, skipFirst);
        FitSpec fit =
                new FitSpec(
                        rank,
                        sparsity,
                        rule,
                        iterations,
                        20,
                        seed,
                        Math.min(factorsPerToken, rank),
                        weighting);
        Path folder = sae == null ? Home.shippedSae() : sae;
        ExperimentSpec.Sources usual =
                ExperimentSpec.sources(
                        layer == null ? model.config().layers() / 2 : layer,
                        fit,
                        Home.portable(folder),
                        features == null ? null : features.toString());
        ExperimentSpec.Sources sources =
                new ExperimentSpec.Sources(
                        snmfHook == null ? usual.snmfHook() : HookPoint.parse(snmfHook),
                        fit,
                        diffMeansHook == null
                                ? usual.diffMeansHook()
                                : HookPoint.parse(diffMeansHook),
                        usual.sae(),
                        usual.features(),
                        null,
                        false);
        return new ExperimentSpec(
                model.name(),
                name,
                seed,
                trainingShare,
                methods,
                detection,
                steering,
                sources,
                sentences,
                steering());
    }

    private SteeringSettings steering() {
        return new SteeringSettings(
                prompt,
                targets,
                samples,
                tokens,
                new Sampling(temperature, topK, topP),
                calibration,
                shifted,
                directions,
                sparsity,
                before,
                batch);
    }
}
