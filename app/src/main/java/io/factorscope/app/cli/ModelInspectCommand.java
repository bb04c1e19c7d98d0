package io.factorscope.app.cli;

import io.factorscope.core.hook.Site;
import io.factorscope.core.job.Amounts;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.ModelConfig;
import io.factorscope.core.model.ModelInspection;
import io.factorscope.core.model.ModelInspector;
import io.factorscope.core.model.hub.Origin;
import io.factorscope.core.project.Home;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/// Says what a model is and what is wrong with it, without loading it.
@Command(
        name = "inspect",
        description = {
            "Say what a model is, and everything that is missing or wrong, without loading it.",
            "Exit code 1 when something is."
        },
        mixinStandardHelpOptions = true)
final class ModelInspectCommand extends JobCommand {
    @Parameters(
            paramLabel = "DIR|FILE.gguf|NAME",
            description = "A model folder, a GGUF file, or a name of model list.")
    private String model = "";

    @Override
    void run(JobContext context) throws FactorscopeException {
        Path path = Home.models().resolve(model);
        ModelInspection found = ModelInspector.inspect(path);
        ModelConfig config = found.config();
        row("place", path.toString());
        Optional<Origin> origin = Origin.of(path);
        if (origin.isPresent()) {
            row("from", origin.get().id() + " at " + origin.get().sha());
            row(
                    "licence",
                    origin.get().licence().isEmpty() ? "none stated" : origin.get().licence());
        }
        row("family", found.family());
        if (config != null) {
            sizes(config);
        }
        row("parameters", Amounts.parameters(found.parameters()));
        row("stored as", types(found));
        row("on disk", Amounts.bytes(found.bytes()));
        row("memory", memory(found));
        if (config != null) {
            for (Site site : Site.values()) {
                row(site.suffix(), "width " + config.width(site));
            }
        }
        found.problems().forEach(problem -> row("problem", problem));
        out().flush();
        if (!found.problems().isEmpty()) {
            throw new FactorscopeException(
                    "FS-MODEL-020",
                    found.problems().size()
                            + (found.problems().size() == 1 ? " thing is" : " things are")
                            + " missing or wrong with "
                            + path
                            + ", listed above. Get or copy the model again.");
        }
    }

    private static String types(ModelInspection found) {
        return found.types().isEmpty()
                ? "unknown"
                : found.types().entrySet().stream()
                        .map(type ->
                                type.getKey() + " (" + Amounts.parameters(type.getValue()) + ")")
                        .collect(Collectors.joining(", "));
    }

    private static String memory(ModelInspection found) {
        return found.types().isEmpty()
                ? "unknown"
                : Amounts.bytes(found.float32Bytes())
                        + " as float32, "
                        + Amounts.bytes(found.bfloat16Bytes())
                        + " as bfloat16 (weights only)";
    }

    private void sizes(ModelConfig config) {
        ModelConfig.Attention attention = config.attention();
        row("layers", Integer.toString(config.layers()));
        row("d_model", Integer.toString(config.dModel()));
        row(
                "heads",
                attention.heads()
                        + " of width "
                        + attention.dHead()
                        + ", key-value "
                        + attention.keyHeads());
        row("d_mlp", config.dMlp() + (config.gated() ? ", gated" : ""));
        row("vocab", config.vocab() + (config.tied() ? ", unembedding tied" : ""));
        row("context", Integer.toString(config.context()));
        row("BOS", config.bos() < 0 ? "none" : Integer.toString(config.bos()));
    }

    private void row(String name, String value) {
        out().println(name + " ".repeat(Math.max(1, 16 - name.length())) + value);
    }
}
