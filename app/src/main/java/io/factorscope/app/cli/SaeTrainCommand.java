package io.factorscope.app.cli;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.activation.CollectSpec;
import io.factorscope.core.activation.Collector;
import io.factorscope.core.experiment.OwnTexts;
import io.factorscope.core.factorization.sae.SaeFolder;
import io.factorscope.core.factorization.sae.SaeProgress;
import io.factorscope.core.factorization.sae.SaeSpec;
import io.factorscope.core.factorization.sae.SaeTrainer;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.job.Provenance;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.store.Json;
import io.factorscope.core.store.TemporaryFolder;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.DatasetReader;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Trains a small sparse autoencoder.
@Command(
        name = "sae-train",
        description = "Train a small TopK sparse autoencoder; write it as SAELens does.",
        mixinStandardHelpOptions = true)
final class SaeTrainCommand extends JobCommand {
    private static final int REPORT = 250;

    @Option(
            names = "--hook",
            paramLabel = "NAME",
            required = true,
            description = "Where it reads the model, such as blocks.3.hook_mlp_out.")
    private String hook = "";

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Texts to train on; see data/README.md.")
    private @Nullable Path data;

    @Option(
            names = "--own-texts",
            paramLabel = "N",
            defaultValue = "1500",
            description =
                    "Where no data is given: train on N texts that the model writes itself"
                            + " (default: ${DEFAULT-VALUE}).")
    private int ownTexts;

    @Option(
            names = "--text-tokens",
            paramLabel = "N",
            defaultValue = "200",
            description = "At most so many tokens of each of them (default: ${DEFAULT-VALUE}).")
    private int textTokens;

    @Option(
            names = "--features",
            paramLabel = "N",
            defaultValue = "1024",
            description = "How many features (default: ${DEFAULT-VALUE}).")
    private int features;

    @Option(
            names = "--k",
            paramLabel = "N",
            defaultValue = "16",
            description = "Features a token (default: ${DEFAULT-VALUE}).")
    private int k;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "4000",
            description = "Steps of 1,024 tokens (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "0")
    private long seed;

    @Option(names = "--name", paramLabel = "T", description = "Its name in feature lists.")
    private @Nullable String name;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to write.")
    private Path out = Path.of("");

    @Mixin private ModelOptions compute = new ModelOptions();

    @Override
    void run(JobContext context) throws FactorscopeException {
        HookPoint point = HookPoint.parse(hook);
        SaeSpec spec = SaeSpec.of(features, k, steps, seed);
        try (TemporaryFolder work = new TemporaryFolder();
                LanguageModel model = compute.open()) {
            model.config().check(point);
            Dataset texts =
                    data == null
                            ? OwnTexts.write(model, ownTexts, textTokens, seed, context)
                            : DatasetReader.read(data);
            try (ActivationSet set =
                    new Collector(model, CollectSpec.at(point))
                            .collect(texts, work.resolve("activations"), context)) {
                train(model, set, point, spec, context);
            }
        }
    }

    private void train(
            LanguageModel model,
            ActivationSet set,
            HookPoint point,
            SaeSpec spec,
            JobContext context)
            throws FactorscopeException {
        out().println(set.n() + " tokens of width " + set.d());
        SaeTrainer.Trained trained =
                new SaeTrainer(model.engine(), spec, this::show).run(set, point, context);
        String id = name == null ? String.valueOf(out.toAbsolutePath().getFileName()) : name;
        SaeFolder.write(trained.sae(), model.name(), id, out);
        Map<String, Object> training = new LinkedHashMap<>();
        training.put("model", model.name());
        training.put("hook", point);
        training.put("data", data == null ? "texts the model wrote" : data.toString());
        training.put("own_texts", data == null ? ownTexts : 0);
        training.put("text_tokens", textTokens);
        training.put("tokens", set.n());
        training.put("spec", spec);
        training.put("history", trained.history());
        Map<String, String> inputs = Map.of("model", model.hash());
        training.put("provenance", Provenance.now(model.engine().deviceName(), seed, inputs));
        Json.write(out.resolve("training.json"), training);
        SaeProgress last = trained.history().getLast();
        out().println(
                        String.format(
                                Locale.ROOT,
                                "%d features, %.1f %% of the variance explained, %d dead, written"
                                        + " to %s",
                                features,
                                100 * (1 - last.relative()),
                                last.dead(),
                                out));
        out().flush();
    }

    private void show(SaeProgress now) {
        if (now.steps() % REPORT == 0) {
            out().println(
                            String.format(
                                    Locale.ROOT,
                                    "step %d: relative loss %.4f, %d dead, %.0f s",
                                    now.steps(),
                                    now.relative(),
                                    now.dead(),
                                    now.seconds()));
            out().flush();
        }
    }
}
