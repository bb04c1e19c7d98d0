package io.factorscope.app.cli;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.activation.CollectSpec;
import io.factorscope.core.activation.Collector;
import io.factorscope.core.experiment.FeatureSampler;
import io.factorscope.core.factorization.sae.FeatureList;
import io.factorscope.core.factorization.sae.Sae;
import io.factorscope.core.factorization.sae.SaeFolder;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.project.Home;
import io.factorscope.core.store.TemporaryFolder;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.DatasetReader;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;

/// Samples a list of features from an autoencoder.
@Command(
        name = "sae-features",
        description = "Sample a list of features from a sparse autoencoder, with what fires them.",
        mixinStandardHelpOptions = true)
final class SaeFeaturesCommand extends JobCommand {
    @Option(
            names = "--sae",
            paramLabel = "DIR",
            description = "SAELens, Gemma Scope or Llama Scope (default: the shipped one).")
    private @Nullable Path sae;

    @Option(names = "--hook", paramLabel = "NAME", description = "Where the folder does not say.")
    private @Nullable String hook;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description =
                    "Texts that describe the features by the tokens that fire them (default:"
                            + " data/story_concepts.json).")
    private @Nullable Path data;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many features (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "0")
    private long seed;

    @Option(names = "--out", paramLabel = "FILE.json", required = true)
    private Path out = Path.of("");

    @Mixin private ModelOptions compute = new ModelOptions();

    @Override
    void run(JobContext context) throws FactorscopeException {
        Path folder = sae == null ? Home.shippedSae() : sae;
        Sae opened = SaeFolder.read(folder, hook == null ? null : HookPoint.parse(hook));
        Dataset texts = DatasetReader.read(data == null ? Home.data("story_concepts.json") : data);
        HookPoint point = opened.config().hook();
        try (TemporaryFolder work = new TemporaryFolder();
                LanguageModel model = compute.open();
                ActivationSet set =
                        new Collector(model, CollectSpec.at(point))
                                .collect(texts, work.resolve("activations"), context)) {
            List<FeatureList.Feature> features =
                    new FeatureSampler(model.engine(), opened).sample(set, count, seed, context);
            FeatureList.write(out, features);
            out().println(features.size() + " features written to " + out);
            out().flush();
        }
    }
}
