package io.factorscope.app.figure;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.AtomicFiles;

import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

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

/// Writes a figure into a file, in the form that the file's ending names.
public final class FigureFile {
    /// The endings it knows.
    public static final List<String> ENDINGS = List.of("svg", "pdf", "png");

    private static final int PICTURE_SCALE = 2;
    private static final long MOST_PIXELS = 120_000_000;

    private FigureFile() {}

    /// What a file's name ends in, in small letters, without the dot.
    static String ending(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /// Writes the file, whole or not at all.
    ///
    /// **Errors**: `FS-TREE-003` for another ending, `FS-TREE-004` for a picture that is too large;
    /// `FS-FILE-001`.
    public static void write(Painter figure, Path file) throws FactorscopeException {
        switch (ending(file)) {
            case "svg" -> AtomicFiles.write(file, out -> svg(figure, out));
            case "pdf" -> AtomicFiles.write(file, out -> pdf(figure, out));
            case "png" -> AtomicFiles.write(file, out -> png(figure, out));
            default -> throw unknown(file, ENDINGS);
        }
    }

    static FactorscopeException unknown(Path file, List<String> expected) {
        return new FactorscopeException(
                "FS-TREE-003",
                file
                        + " does not end in one of ."
                        + String.join(", .", expected)
                        + "; give it the ending of the form to write.");
    }

    private static void svg(Painter figure, OutputStream out) throws IOException {
        SVGGraphics2D g = new SVGGraphics2D(emptySvg());
        int[] size = figure.size();
        g.setSVGCanvasSize(new Dimension(size[0], size[1]));
        figure.paint(g);
        Element root = g.getRoot();
        fallBack(root);
        OutputStreamWriter writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        g.stream(root, writer, true, false);
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

    /// A reader without the shipped fonts sees the nearest of its own.
    private static void fallBack(Element element) {
        String family = element.getAttribute("font-family");
        if (family.startsWith("'")) {
            String kind = family.contains("Mono") ? "monospace" : "sans-serif";
            element.setAttribute("font-family", family + ", " + kind);
        }
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                fallBack(inner);
            }
        }
    }

    private static void pdf(Painter figure, OutputStream out) throws IOException {
        int[] size = figure.size();
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage(new PDRectangle(size[0], size[1]));
            document.addPage(page);
            PdfBoxGraphics2D g = new PdfBoxGraphics2D(document, size[0], size[1]);
            figure.paint(g);
            g.dispose();
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.drawForm(g.getXFormObject());
            }
            document.save(out);
        }
    }

    private static void png(Painter figure, OutputStream out)
            throws IOException, FactorscopeException {
        int width = figure.size()[0] * PICTURE_SCALE;
        int height = figure.size()[1] * PICTURE_SCALE;
        if ((long) width * height > MOST_PIXELS) {
            throw new FactorscopeException(
                    "FS-TREE-004",
                    "The picture would be "
                            + width
                            + " × "
                            + height
                            + " pixels; show less of it, or write SVG or PDF.");
        }
        ImageIO.write(image(figure, PICTURE_SCALE), "png", out);
    }

    /// The figure's pixels at a scale.
    static BufferedImage image(Painter figure, int scale) {
        int[] size = figure.size();
        BufferedImage picture =
                new BufferedImage(size[0] * scale, size[1] * scale, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = picture.createGraphics();
        g.scale(scale, scale);
        figure.paint(g);
        g.dispose();
        return picture;
    }
}
