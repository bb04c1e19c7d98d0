package io.factorscope.app.cli;

import io.factorscope.core.experiment.ConceptSentences;
import io.factorscope.core.experiment.SentenceWriter;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.AnalysisContexts;
import io.factorscope.core.project.AnalysisSentences;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.project.Home;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.DatasetReader;
import io.factorscope.core.text.Tokenizer;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Sentences from labelled data in place of written ones: each concept is matched to the label that
/// fires it most in its analysis, and gets sentences of that label which the analysis has not seen.
final class HeldOutOptions {
    @Option(
            names = "--held-out",
            paramLabel = "FILE",
            description = "Labelled data, of which only what --analysis has not seen is used.")
    private @Nullable Path data;

    @Option(
            names = "--analysis",
            paramLabel = "DIR",
            description = "Whose concepts, with --held-out; fitted on other sentences.")
    private @Nullable Path analysis;

    @Option(
            names = "--concepts",
            paramLabel = "WHICH",
            defaultValue = "all",
            description =
                    "With --held-out: factors, labels, nodes, all, or ids (default:"
                            + " ${DEFAULT-VALUE}).")
    private String concepts = "all";

    @Option(
            names = "--least-share",
            paramLabel = "S",
            description =
                    "Leave out concepts whose best label has less than this share of all labels'"
                            + " mean scores (default: three times an even share).")
    private @Nullable Double leastShare;

    boolean wanted() {
        return data != null;
    }

    /// What the result was made of.
    Map<String, Path> inputs() {
        Map<String, Path> inputs = new LinkedHashMap<>();
        if (data != null && analysis != null) {
            inputs.put("data", data);
            inputs.put("analysis", analysis.resolve(AnalysisStore.MANIFEST));
        }
        return inputs;
    }

    List<ConceptSentences> sentences(int each, long seed, JobContext context, PrintWriter out)
            throws FactorscopeException {
        if (analysis == null || data == null) {
            throw new FactorscopeException(
                    "FS-EXP-004", "--held-out needs --analysis; see sentences --help.");
        }
        Analysis opened = AnalysisStore.open(analysis).analysis();
        Dataset labelled = DatasetReader.read(data);
        Path model = Home.resolve(opened.manifest().modelFolder());
        List<SentenceWriter.About> about = new ArrayList<>();
        for (ConceptEntry entry : AnalysisContexts.select(opened, concepts)) {
            about.add(new SentenceWriter.About(AnalysisContexts.key(opened, entry), ""));
        }
        try (Tokenizer tokenizer = LanguageModel.tokenizerOf(model)) {
            AnalysisSentences unseen =
                    new AnalysisSentences(opened, labelled, tokenizer, each, seed, leastShare);
            List<ConceptSentences> rows = unseen.write(about, context);
            out.println(
                    unseen.leftOut()
                            + " of "
                            + labelled.examples().size()
                            + " sentences left out, since the analysis was fitted on them; "
                            + unseen.unclear()
                            + " concepts left out, since no label is clearly theirs");
            return rows;
        }
    }
}
