package io.factorscope.app.figure;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Writes a tree into a file: as a figure, as Graphviz's text or as data.
public final class TreeExport {
    /// The endings it knows.
    public static final List<String> ENDINGS =
            Stream.concat(FigureFile.ENDINGS.stream(), Stream.of("dot", "json")).toList();

    private TreeExport() {}

    /// Writes the file, whole or not at all.
    ///
    /// **Errors**: `FS-TREE-003` for another ending, `FS-TREE-004` for a picture that is too large;
    /// `FS-FILE-001`.
    public static void write(TreeFigure figure, Path file) throws FactorscopeException {
        String ending = FigureFile.ending(file);
        if (ending.equals("dot")) {
            AtomicFiles.write(file, out -> out.write(dot(figure).getBytes(StandardCharsets.UTF_8)));
        } else if (ending.equals("json")) {
            Json.write(file, figure);
        } else if (ENDINGS.contains(ending)) {
            FigureFile.write(new TreePainter(figure), file);
        } else {
            throw FigureFile.unknown(file, ENDINGS);
        }
    }

    /// The tree in Graphviz's language.
    static String dot(TreeFigure figure) {
        StringBuilder out = new StringBuilder("digraph concepts {\n  rankdir=LR;\n");
        out.append("  node [shape=box, style=rounded];\n");
        for (int i = 0; i < figure.nodes().size(); i++) {
            TreeFigure.Node node = figure.nodes().get(i).node();
            String label =
                    node.title() + "\n" + String.join("  ", node.tokens()) + "\n" + node.note();
            out.append("  n%d [label=%s];\n".formatted(i, quoted(label)));
            if (node.parent() >= 0) {
                out.append(
                        String.format(
                                Locale.ROOT,
                                "  n%d -> n%d [penwidth=%.2f];%n",
                                node.parent(),
                                i,
                                TreeFigure.thickness(node.weight())));
            }
        }
        return out.append("}\n").toString();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
