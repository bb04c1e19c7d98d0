package io.factorscope.app.figure;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;

import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.w3c.dom.Document;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/// Writes a tree into a file, in the form that the file's ending names.
public final class TreeExport {
    /// The endings it knows.
    public static final List<String> ENDINGS = List.of("svg", "pdf", "png", "dot", "json");

    private static final int PICTURE_SCALE = 2;
    private static final long MOST_PIXELS = 120_000_000;

    private TreeExport() {}

    /// Writes the file, whole or not at all.
    ///
    /// **Errors**: `FS-TREE-003` for another ending, `FS-TREE-004` for a picture that is too large;
    /// `FS-FILE-001`.
    public static void write(TreeFigure figure, Path file) throws FactorscopeException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        String ending = name.substring(name.lastIndexOf('.') + 1);
        switch (ending) {
            case "svg" -> AtomicFiles.write(file, out -> svg(figure, out));
            case "pdf" -> AtomicFiles.write(file, out -> pdf(figure, out));
            case "png" -> AtomicFiles.write(file, out -> png(figure, out));
            case "dot" ->
                    AtomicFiles.write(
                            file, out -> out.write(dot(figure).getBytes(StandardCharsets.UTF_8)));
            case "json" -> Json.write(file, figure);
            default ->
                    throw new FactorscopeException(
                            "FS-TREE-003",
                            file + " ends in '" + ending + "'; expected one of " + ENDINGS + ".");
        }
    }

    private static void svg(TreeFigure figure, OutputStream out) throws IOException {
        SVGGraphics2D g = new SVGGraphics2D(emptySvg());
        TreePainter painter = new TreePainter(figure);
        int[] size = painter.size();
        g.setSVGCanvasSize(new Dimension(size[0], size[1]));
        painter.paint(g);
        OutputStreamWriter writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        g.stream(writer, true);
        writer.flush();
    }

    private static Document emptySvg() throws IOException {
        try {
            return DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IOException("this Java has no XML documents", e);
        }
    }

    private static void pdf(TreeFigure figure, OutputStream out) throws IOException {
        TreePainter painter = new TreePainter(figure);
        int[] size = painter.size();
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage(new PDRectangle(size[0], size[1]));
            document.addPage(page);
            PdfBoxGraphics2D g = new PdfBoxGraphics2D(document, size[0], size[1]);
            painter.paint(g);
            g.dispose();
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.drawForm(g.getXFormObject());
            }
            document.save(out);
        }
    }

    private static void png(TreeFigure figure, OutputStream out)
            throws IOException, FactorscopeException {
        TreePainter painter = new TreePainter(figure);
        int width = painter.size()[0] * PICTURE_SCALE;
        int height = painter.size()[1] * PICTURE_SCALE;
        if ((long) width * height > MOST_PIXELS) {
            throw new FactorscopeException(
                    "FS-TREE-004",
                    "The picture would be "
                            + width
                            + " × "
                            + height
                            + " pixels; collapse some nodes, or write SVG or PDF.");
        }
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = picture.createGraphics();
        g.scale(PICTURE_SCALE, PICTURE_SCALE);
        painter.paint(g);
        g.dispose();
        ImageIO.write(picture, "png", out);
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
