package io.factorscope.app.cli;

import io.factorscope.core.concept.FactorStream;
import io.factorscope.core.concept.StreamReport;
import io.factorscope.core.concept.StreamSpec;
import io.factorscope.core.factorization.Factorization;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.text.Corpus;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;

/// Reads a corpus of any size through fitted factors.
@Command(
        name = "stream",
        description = "Read a corpus of any size through fitted factors: contexts, densities.",
        mixinStandardHelpOptions = true)
final class StreamCommand extends JobCommand {
    private static final int USUAL_WINDOW = 256;

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
            names = "--corpus",
            paramLabel = "DIR|FILE",
            required = true,
            description = "A folder of .txt files, or one text file.")
    private Path corpus = Path.of("");

    @Option(
            names = "--window",
            paramLabel = "N",
            description =
                    "Longer texts are cut into windows of so many tokens (default: "
                            + USUAL_WINDOW
                            + ", or what the model can read).")
    private int window;

    @Option(
            names = "--contexts",
            paramLabel = "N",
            defaultValue = "20",
            description = "Contexts kept for each factor (default: ${DEFAULT-VALUE}).")
    private int contexts;

    @Option(
            names = "--checkpoint-seconds",
            paramLabel = "S",
            defaultValue = "30",
            description = "Seconds between checkpoints (default: ${DEFAULT-VALUE}).")
    private double checkpointSeconds;

    @Option(names = "--resume", description = "Go on from the checkpoint where there is one.")
    private boolean resume;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to write.")
    private Path out = Path.of("");

    @Option(names = "--no-bos", description = "Do not put BOS first.")
    private boolean noBos;

    @Mixin private ModelOptions compute = new ModelOptions();

    @Override
    void run(JobContext context) throws FactorscopeException {
        Factorization factorization = Factorization.load(fit);
        Corpus texts = Corpus.of(corpus);
        try (LanguageModel opened = compute.open()) {
            int most = opened.config().context();
            StreamSpec spec =
                    new StreamSpec(
                            HookPoint.parse(hook),
                            !noBos,
                            window > 0 ? window : Math.min(USUAL_WINDOW, most),
                            contexts);
            StreamReport found =
                    new FactorStream(opened, factorization, spec)
                            .run(texts, out, resume, checkpointSeconds, context);
            out().println(
                            found.tokens()
                                    + " tokens of "
                                    + found.texts()
                                    + " texts read through "
                                    + factorization.rank()
                                    + " factors; "
                                    + found.cutTexts()
                                    + " texts were longer than "
                                    + spec.window()
                                    + " tokens and read in windows; written to "
                                    + out);
            out().flush();
        }
    }
}
