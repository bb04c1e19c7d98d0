package io.factorscope.app.cli;

import io.factorscope.core.experiment.ChatDescriber;
import io.factorscope.core.experiment.ConceptContexts;
import io.factorscope.core.experiment.Describing;
import io.factorscope.core.experiment.Description;
import io.factorscope.core.experiment.ResultFile;
import io.factorscope.core.experiment.TokenDescriber;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.AnalysisContexts;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.Edit;
import io.factorscope.core.project.EditLog;
import io.factorscope.core.project.UserFolders;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Says what concepts are about.
@Command(
        name = "describe",
        description = {
            "Describe concepts: from what fires them, and from what they promote and suppress.",
            "By a chat model with --by; else by their own tokens and data labels, with no network."
        },
        mixinStandardHelpOptions = true)
final class DescribeCommand extends JobCommand {
    @Option(
            names = "--contexts",
            paramLabel = "FILE.json",
            required = true,
            description = "Written by contexts.")
    private Path contexts = Path.of("");

    @Option(names = "--input-only", description = "Not from what they promote and suppress.")
    private boolean inputOnly;

    @Option(
            names = "--into",
            paramLabel = "DIR",
            description = "Also make them labels of this analysis, marked as machine-made.")
    private @Nullable Path into;

    @Option(names = "--out", paramLabel = "FILE.json", required = true, description = "Result.")
    private Path out = Path.of("");

    @Mixin private ChatOptions chat = new ChatOptions();

    /// What is kept of how it was made.
    private record Spec(String contexts, boolean inputOnly) {}

    @Override
    void run(JobContext context) throws FactorscopeException {
        List<ConceptContexts> concepts = ResultFile.read(contexts, ConceptContexts.class);
        List<Describing.View> views = Describing.View.of(concepts, !inputOnly);
        if (!chat.wanted()) {
            write(new TokenDescriber().describe(views, context));
            return;
        }
        chat.ask(
                client -> new ChatDescriber(client, 1).estimate(views),
                (client, most) -> write(new ChatDescriber(client, most).describe(views, context)),
                context);
    }

    private void write(List<Description> rows) throws FactorscopeException {
        ResultFile.write(
                out,
                rows,
                new Spec(contexts.toString(), inputOnly),
                ResultFile.of(0, Map.of("contexts", contexts)));
        long none = rows.stream().filter(row -> row.description() == null).count();
        out().println(
                        rows.size()
                                + " descriptions, of which "
                                + none
                                + " say that there is no concept, written to "
                                + out);
        if (into != null) {
            label(into, rows);
        }
        out().flush();
    }

    private void label(Path folder, List<Description> rows) throws FactorscopeException {
        Analysis analysis = AnalysisStore.open(folder).analysis();
        Edit.Describe edit = AnalysisContexts.labels(analysis, rows);
        try (EditLog log = EditLog.open(folder, UserFolders.state().resolve("edits"))) {
            log.record(List.of(edit));
        }
        out().println(edit.on().size() + " labels, marked as machine-made, kept with " + folder);
    }
}
