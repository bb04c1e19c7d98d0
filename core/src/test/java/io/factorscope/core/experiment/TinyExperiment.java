package io.factorscope.core.experiment;

import io.factorscope.core.Fixtures;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.factorization.sae.Sae;
import io.factorscope.core.factorization.sae.SaeConfig;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Sampling;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.DatasetReader;
import io.factorscope.core.text.Example;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// A small experiment on a tiny model: three labels, one push or two.
abstract class TinyExperiment {
    static final List<String> LABELS = List.of("animals", "sad", "food");
    static LanguageModel model;
    static Dataset data;

    @TempDir static Path shared = Path.of("");

    @TempDir Path temp = Path.of("");

    @BeforeAll
    static void open() throws FactorscopeException {
        model = Fixtures.tinyGpt2();
        List<Example> examples = new ArrayList<>();
        Path file = Fixtures.HOME.resolve("data/story_concepts.json");
        for (String label : LABELS) {
            DatasetReader.read(file).examples().stream()
                    .filter(example -> example.label().equals(label))
                    .limit(12)
                    .forEach(examples::add);
        }
        data = new Dataset("three labels", examples);
        // One whole run, which the tests read and go on with copies of.
        new ExperimentRunner(model, data, spec(0.1), sae(), shared.resolve("run"))
                .run(JobContext.silent());
    }

    /// A copy of the whole run, without some of its files.
    Path copy(String... without) throws IOException {
        Path to = temp.resolve("run");
        try (Stream<Path> all = Files.walk(shared.resolve("run"))) {
            for (Path file : all.toList()) {
                String name = shared.resolve("run").relativize(file).toString();
                Path place = to.resolve(name);
                if (Arrays.stream(without).noneMatch(name::startsWith)) {
                    Files.createDirectories(Files.isDirectory(file) ? place : place.getParent());
                    if (Files.isRegularFile(file)) {
                        Files.copy(file, place);
                    }
                }
            }
        }
        return to;
    }

    @AfterAll
    static void close() {
        model.close();
    }

    static ExperimentSpec spec(double... targets) {
        SteeringSettings settings =
                new SteeringSettings(
                        "I think that",
                        Arrays.stream(targets).boxed().toList(),
                        2,
                        6,
                        Sampling.EVALUATION,
                        SteeringSettings.CalibrationRule.BISECTION,
                        3,
                        1,
                        0.02,
                        "This is about %s. ",
                        16);
        return new ExperimentSpec(
                "tiny",
                "three labels",
                3,
                0.5,
                Method.OF_LABELS,
                true,
                true,
                ExperimentSpec.sources(1, FitSpec.ofRank(6), "sae", null),
                4,
                settings);
    }

    static ExperimentSpec detectionOnly(List<Method> methods) {
        ExperimentSpec all = spec(0.1);
        return new ExperimentSpec(
                all.model(),
                all.data(),
                all.seed(),
                all.trainingShare(),
                methods,
                true,
                false,
                all.sources(),
                all.sentences(),
                all.settings());
    }

    static Sae sae() throws FactorscopeException {
        SplittableRandom random = new SplittableRandom(1);
        float[] weights = new float[48 * 20];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        HookPoint hook = HookPoint.parse("blocks.1.hook_mlp_out");
        SaeConfig config = SaeConfig.plain(hook, SaeConfig.Kind.TOPK, 3, true);
        return new Sae(config, weights, new float[20], weights, new float[48], new float[0]);
    }

    ExperimentResult run(ExperimentSpec spec, JobContext context) throws FactorscopeException {
        return new ExperimentRunner(model, data, spec, sae(), temp.resolve("run")).run(context);
    }
}
