package io.factorscope.app.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.job.FactorscopeException;

import org.apache.pdfbox.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;

/// Layout and export of trees.
class TreeFigureTest {
    private static final String NASTY = "<script>\"&\\";

    @TempDir private Path temp;

    private static TreeFigure family(int children) {
        List<TreeFigure.Node> nodes = new ArrayList<>();
        nodes.add(new TreeFigure.Node("A", -1, NASTY, List.of("·a", "<b>"), "", 1));
        for (int i = 0; i < children; i++) {
            nodes.add(new TreeFigure.Node("A/" + i, 0, "child " + i, List.of("·x"), "0.5", 0.5));
        }
        return TreeFigure.of(nodes);
    }

    @Test
    void childrenStandAtTheRightOfTheirParentInOrderAndApart() {
        TreeFigure figure = family(400);
        TreeFigure.Placed root = figure.nodes().getFirst();
        for (int i = 1; i < figure.nodes().size(); i++) {
            TreeFigure.Placed child = figure.nodes().get(i);
            assertTrue(child.x() >= root.x() + TreeFigure.NODE_WIDTH);
            if (i > 1) {
                double above = figure.nodes().get(i - 1).y();
                assertTrue(child.y() >= above + TreeFigure.NODE_HEIGHT, "child " + i);
            }
        }
    }

    @Test
    void everyFormIsWrittenAndReadsBack() throws Exception {
        TreeFigure figure = family(3);
        for (String ending : TreeExport.ENDINGS) {
            TreeExport.write(figure, temp.resolve("tree." + ending));
        }
        String svg = Files.readString(temp.resolve("tree.svg"));
        assertFalse(svg.contains("<script>"));
        assertTrue(svg.contains("&lt;script"));
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        factory.newDocumentBuilder().parse(temp.resolve("tree.svg").toFile());
        try (var pdf = Loader.loadPDF(temp.resolve("tree.pdf").toFile())) {
            assertEquals(1, pdf.getNumberOfPages());
        }
        assertTrue(ImageIO.read(temp.resolve("tree.png").toFile()).getWidth() > 500);
        String dot = Files.readString(temp.resolve("tree.dot"));
        assertTrue(dot.contains("<script>\\\"&\\\\\\n"), dot);
        assertTrue(Files.readString(temp.resolve("tree.json")).contains("\"parent\" : 0"));
    }

    @Test
    void anotherEndingIsRefusedAndNothingIsWritten() {
        Path file = temp.resolve("tree.bmp");
        FactorscopeException failure =
                assertThrows(FactorscopeException.class, () -> TreeExport.write(family(1), file));
        assertEquals("FS-TREE-003", failure.code());
        assertFalse(Files.exists(file));
    }
}
