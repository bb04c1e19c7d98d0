package io.factorscope.app.cli;

import io.factorscope.core.hook.Intervention;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.Generator;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Sampling;
import io.factorscope.core.store.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.Map;

/// Continues a prompt, steered or not.
@Command(
        name = "generate",
        description = "Continue a prompt, steered or not.",
        mixinStandardHelpOptions = true)
final class GenerateCommand extends JobCommand {
    @Option(names = "--prompt", paramLabel = "T", required = true, description = "How it begins.")
    private String prompt = "";

    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            defaultValue = "60",
            description = "How much to write (default: ${DEFAULT-VALUE}).")
    private int maxNewTokens;

    @Option(names = "--greedy", description = "Always take the most likely token.")
    private boolean greedy;

    @Option(names = "--temperature", paramLabel = "X", defaultValue = "0.8")
    private double temperature;

    @Option(names = "--top-k", paramLabel = "N", defaultValue = "40", description = "0: all.")
    private int topK;

    @Option(
            names = "--repetition-penalty",
            paramLabel = "X",
            defaultValue = "1",
            description = "Above 1: tokens already there become less likely (default: 1).")
    private double repetitionPenalty;

    @Option(names = "--top-p", paramLabel = "X", defaultValue = "1")
    private double topP;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0")
    private long seed;

    @Option(names = "--samples", paramLabel = "M", defaultValue = "1")
    private int samples;

    @Option(names = "--no-bos", description = "Do not put BOS first.")
    private boolean noBos;

    @Option(names = "--json", description = "Print ids and texts as JSON.")
    private boolean json;

    @Mixin private SteerOptions steer = new SteerOptions();
    @Mixin private ModelOptions compute = new ModelOptions();

    @Override
    void run(JobContext context) throws FactorscopeException {
        List<Intervention> steering = steer.interventions();
        Sampling sampling =
                greedy
                        ? Sampling.GREEDY
                        : new Sampling(temperature, topK, topP, repetitionPenalty).checked();
        GenerateSpec spec = new GenerateSpec(prompt, maxNewTokens, sampling, seed, samples, !noBos);
        try (LanguageModel opened = compute.open()) {
            boolean stream = !json && samples == 1;
            GenerateSpec.Listener listener = (sample, text) -> stream(stream, text);
            stream(stream, prompt);
            List<GenerateSpec.Sample> written =
                    new Generator(opened, spec, listener).run(steering, context);
            print(written, stream);
        }
    }

    private void stream(boolean on, String text) {
        if (on) {
            out().print(text);
            out().flush();
        }
    }

    private void print(List<GenerateSpec.Sample> written, boolean streamed) {
        if (json) {
            List<Map<String, Object>> list =
                    written.stream()
                            .map(s -> Map.<String, Object>of("ids", s.ids(), "text", s.text()))
                            .toList();
            out().println(Json.text(Map.of("samples", list)));
        } else if (streamed) {
            out().println();
        } else {
            written.forEach(sample -> out().println(sample.text()));
        }
        out().flush();
    }
}
