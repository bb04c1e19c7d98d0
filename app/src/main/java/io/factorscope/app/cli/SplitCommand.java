package io.factorscope.app.cli;

import io.factorscope.core.experiment.Split;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.DatasetReader;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Divides a data set so that no sentence both fits and scores.
@Command(
        name = "split",
        description =
                "Divide a data set into fit.json and score.json, label by label, with no sentence"
                        + " in both.",
        mixinStandardHelpOptions = true)
final class SplitCommand extends JobCommand {
    @Option(
            names = "--data",
            paramLabel = "FILE",
            required = true,
            description = "JSON, CSV or text; see data/README.md.")
    private Path data = Path.of("");

    @Option(
            names = "--share",
            paramLabel = "S",
            defaultValue = "0.5",
            description = "The share of fit.json (default: ${DEFAULT-VALUE}).")
    private double share;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Which sentences (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to write.")
    private Path out = Path.of("");

    @Override
    void run(JobContext context) throws FactorscopeException {
        if (!(share > 0 && share < 1)) {
            throw new FactorscopeException(
                    "FS-EXP-004", "--share is " + share + "; expected a share such as 0.5.");
        }
        Split split = Split.of(DatasetReader.read(data), share, seed);
        AtomicFiles.writeFolder(
                out,
                folder -> {
                    Json.write(folder.resolve("fit.json"), rows(split.fit()));
                    Json.write(folder.resolve("score.json"), rows(split.score()));
                });
        out().println(
                        split.fit().examples().size()
                                + " sentences in fit.json, "
                                + split.score().examples().size()
                                + " in score.json, in "
                                + out);
        out().flush();
    }

    private static List<Map<String, String>> rows(Dataset part) {
        return part.examples().stream()
                .map(example -> Map.of("prompt", example.text(), "label", example.label()))
                .toList();
    }
}
