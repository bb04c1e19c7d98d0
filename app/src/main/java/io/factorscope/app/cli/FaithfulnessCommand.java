package io.factorscope.app.cli;

import io.factorscope.core.activation.CollectSpec;
import io.factorscope.core.concept.Faithfulness;
import io.factorscope.core.concept.FaithfulnessMeter;
import io.factorscope.core.factorization.Factorization;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.store.Json;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.DatasetReader;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Says what the model's predictions lose when a site is replaced by what factors say of it.
@Command(
        name = "faithfulness",
        description =
                "How much worse the model predicts when a site is replaced by its factors, and when"
                        + " each factor is taken out.",
        mixinStandardHelpOptions = true)
final class FaithfulnessCommand extends JobCommand {
    @Option(
            names = "--data",
            paramLabel = "FILE",
            required = true,
            description = "Texts to predict: JSON, CSV or text; see data/README.md.")
    private Path data = Path.of("");

    @Option(
            names = "--fit",
            paramLabel = "DIR",
            required = true,
            description = "A folder written by factorize or analyze.")
    private Path fit = Path.of("");

    @Option(
            names = "--hook",
            paramLabel = "NAME",
            required = true,
            description = "Where the factors were fitted, such as blocks.3.mlp.hook_post.")
    private String hook = "";

    @Option(
            names = "--factors",
            paramLabel = "all|none|K,...",
            defaultValue = "all",
            description = "Which factors to take out, from 0 (default: ${DEFAULT-VALUE}).")
    private String factors = "all";

    @Option(
            names = "--texts",
            paramLabel = "N",
            defaultValue = "64",
            description =
                    "How many texts, evenly spread over the data (default: ${DEFAULT-VALUE}; 0:"
                            + " all).")
    private int texts;

    @Option(names = "--out", paramLabel = "FILE.json", required = true, description = "Result.")
    private Path out = Path.of("");

    @Option(names = "--no-bos", description = "Do not put BOS first.")
    private boolean noBos;

    @Mixin private ModelOptions compute = new ModelOptions();

    /// What is written.
    private record Result(
            String model, String data, String fit, boolean bos, Faithfulness faithfulness) {}

    @Override
    void run(JobContext context) throws FactorscopeException {
        Dataset read = DatasetReader.read(data);
        Factorization factorization = Factorization.load(fit);
        CollectSpec where = new CollectSpec(HookPoint.parse(hook), !noBos, true);
        List<Integer> wanted = wanted(factorization.rank());
        try (LanguageModel opened = compute.open()) {
            Faithfulness found =
                    FaithfulnessMeter.of(opened, where, factorization)
                            .measure(read.spread(texts), wanted, context);
            Json.write(out, new Result(opened.name(), read.name(), fit.toString(), !noBos, found));
            show(found);
        }
    }

    private void show(Faithfulness found) {
        Double recovered = found.recovered();
        out().println(
                        String.format(
                                Locale.ROOT,
                                "%d next tokens of %d texts: cross-entropy %.4f nats, with the site"
                                        + " replaced by its factors %.4f, at zero %.4f; %s",
                                found.tokens(),
                                found.texts(),
                                found.baseline(),
                                found.reconstruction(),
                                found.zero(),
                                recovered == null
                                        ? "zero is not worse"
                                        : String.format(
                                                Locale.ROOT,
                                                "%.1f %% of the loss recovered",
                                                100 * recovered)));
        found.factors().stream()
                .sorted((a, b) -> Double.compare(b.change(), a.change()))
                .limit(5)
                .forEach(effect ->
                        out().println(
                                        String.format(
                                                Locale.ROOT,
                                                "without F%d: %+.5f nats (%d texts)",
                                                effect.factor(),
                                                effect.change(),
                                                effect.texts())));
        out().println("written to " + out);
        out().flush();
    }

    private List<Integer> wanted(int rank) throws FactorscopeException {
        if (factors.equals("all")) {
            return IntStream.range(0, rank).boxed().toList();
        }
        List<Integer> out = new ArrayList<>();
        if (factors.equals("none")) {
            return out;
        }
        for (String one : factors.split(",", -1)) {
            try {
                out.add(Integer.parseInt(one.strip()));
            } catch (NumberFormatException e) {
                throw new FactorscopeException(
                        "FS-FAITH-004",
                        "'" + one + "' is no factor; expected all, none, or numbers such as 0,3.",
                        e);
            }
        }
        return out;
    }
}
