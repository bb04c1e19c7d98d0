package io.factorscope.app.cli;

import io.factorscope.app.figure.TreeExport;
import io.factorscope.app.figure.TreeFigure;
import io.factorscope.app.tree.TreeDrawing;
import io.factorscope.app.tree.TreeViewModel;
import io.factorscope.core.factorization.ConceptTree;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.AnalysisStore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;

/// Draws the tree of a saved analysis into a file.
@Command(
        name = "tree-export",
        description = "Draw a saved analysis' concept tree as SVG, PDF, PNG, DOT or JSON.",
        mixinStandardHelpOptions = true)
final class TreeExportCommand extends JobCommand {
    @Parameters(paramLabel = "ANALYSIS", description = "A saved analysis with a tree.")
    private Path analysis = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "Ends in .svg, .pdf, .png, .dot or .json.")
    private Path out = Path.of("");

    @Option(names = "--strict", description = "Each node under one parent only.")
    private boolean strict;

    @Option(
            names = "--share",
            paramLabel = "S",
            defaultValue = "0.15",
            description =
                    "Children from this share of the largest weight on (default:"
                            + " ${DEFAULT-VALUE}).")
    private double share;

    @Override
    void run(JobContext context) throws FactorscopeException {
        Analysis opened = AnalysisStore.open(analysis).analysis();
        ConceptTree tree = opened.tree();
        if (tree == null) {
            throw new FactorscopeException(
                    "FS-TREE-006",
                    analysis + " has no tree; grow one on the Tree screen and save it.");
        }
        TreeFigure figure = TreeDrawing.whole(opened, tree, new TreeViewModel.View(strict, share));
        TreeExport.write(figure, out);
        out().println(figure.nodes().size() + " nodes written to " + out);
        out().flush();
    }
}
