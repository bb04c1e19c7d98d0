package io.factorscope.app.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.FxToolkit;
import io.factorscope.app.control.Histogram;
import io.factorscope.app.control.IntervalPlot;
import io.factorscope.app.control.LossChart;
import io.factorscope.app.control.ScatterMap;
import io.factorscope.app.theme.Theme;
import io.factorscope.core.job.FactorscopeException;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

import org.apache.pdfbox.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import javax.imageio.ImageIO;

/// Plots of the window as files.
class NodePainterTest {
    private static final String NASTY = "<script>\"&";

    @TempDir private Path temp;

    private static Painter painter(Region plot, Theme theme, String caption) {
        return FxToolkit.call(() -> {
            laidOut(plot, theme);
            return new NodePainter(plot, caption, plot);
        });
    }

    private static void laidOut(Region plot, Theme theme) {
        plot.setPrefSize(600, 240);
        StackPane root = new StackPane(plot);
        Scene scene = new Scene(root, 600, 240);
        theme.apply(scene);
        for (int round = 0; round < 2; round++) {
            root.applyCss();
            root.layout();
        }
    }

    private static IntervalPlot plot() {
        return FxToolkit.call(() -> {
            IntervalPlot plot = new IntervalPlot();
            plot.show(
                    List.of(
                            new IntervalPlot.Bar(NASTY, 0.7, 0.6, 0.8, false, "0.70"),
                            new IntervalPlot.Bar("random", 0.5, 0.45, 0.52, true, "0.50")),
                    0.5);
            return plot;
        });
    }

    private String svg(Painter painter) throws Exception {
        Path file = temp.resolve("figure.svg");
        FigureFile.write(painter, file);
        return Files.readString(file);
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }

    @Test
    void aPlotKeepsItsTextAndNothingOfItBecomesMarkup() throws Exception {
        String svg = svg(painter(plot(), Theme.LIGHT, "Scores <b>"));
        assertTrue(svg.contains("&lt;script"), svg);
        assertTrue(svg.contains("Scores &lt;b"), svg);
        assertTrue(svg.contains(">random<"), svg);
        assertFalse(svg.contains("<script") || svg.contains("<b>"));
        assertTrue(svg.contains("sans-serif"), "a reader without our fonts");
        assertEquals(4, count(svg, "<circle"), "a disc and a ring for each mean");
    }

    @Test
    void aFigureStandsOnTheGroundOfTheWindow() throws Exception {
        for (Theme theme : Theme.values()) {
            Path file = temp.resolve(theme.id() + ".png");
            FigureFile.write(painter(plot(), theme, "Scores"), file);
            BufferedImage image = ImageIO.read(file.toFile());
            assertEquals(2 * (600 + 32), image.getWidth());
            Color corner = new Color(image.getRGB(2, 2));
            assertEquals(theme == Theme.LIGHT, corner.getGreen() > 128, theme.id());
        }
    }

    @Test
    void aHistogramHasAColumnForEachBinThatHoldsSomething() throws Exception {
        Histogram histogram = FxToolkit.call(() -> new Histogram(new double[] {4, 0, 2, 1}, 0, 8));
        String svg = svg(painter(histogram, Theme.LIGHT, ""));
        assertTrue(count(svg, "<rect") >= 3, svg);
        assertTrue(svg.contains(">8<"), "the axis' end: " + svg);
        try (var pdf = Loader.loadPDF(written(histogram))) {
            assertEquals(1, pdf.getNumberOfPages());
        }
    }

    private java.io.File written(Region plot) throws Exception {
        Path file = temp.resolve("figure.pdf");
        FigureFile.write(painter(plot, Theme.LIGHT, "caption"), file);
        return file.toFile();
    }

    @Test
    void aLossCurveIsOneLine() throws Exception {
        LossChart chart = FxToolkit.call(LossChart::new);
        FxToolkit.call(() -> {
            for (int i = 1; i <= 50; i++) {
                chart.append(i, 1.0 / i);
            }
            return null;
        });
        String svg = svg(painter(chart, Theme.LIGHT, ""));
        long bends = svg.lines().mapToLong(line -> count(line, " L")).max().orElse(0);
        assertEquals(49, bends, "from point to point: " + svg);
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void aMapHasADiscForEachPointInSightAndTheNamesThatFit(Theme theme) throws Exception {
        List<ScatterMap.Dot> dots = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            dots.add(new ScatterMap.Dot("F" + i, Math.sin(i), Math.cos(3 * i)));
        }
        Painter painter =
                FxToolkit.call(() -> {
                    ScatterMap map = new ScatterMap();
                    map.setWords(id -> "name of " + id + " 雨\nrest");
                    laidOut(map, theme);
                    map.setDots(dots);
                    map.setBright(Set.of("F1", "F2")::contains);
                    map.setChosen(List.of("F3"));
                    Node shapes = map.shapes();
                    return new NodePainter(shapes, "Map", map);
                });
        String svg = svg(painter);
        assertEquals(30, count(svg, "<circle"), svg);
        assertTrue(svg.contains(">name of F3 <") && svg.contains(">雨<"), svg);
        assertFalse(svg.contains("rest"), "only the first line is a name");
    }

    @Test
    void anotherEndingIsRefused() {
        Painter painter = painter(plot(), Theme.LIGHT, "");
        Path file = temp.resolve("figure.bmp");
        FactorscopeException failure =
                assertThrows(FactorscopeException.class, () -> FigureFile.write(painter, file));
        assertEquals("FS-TREE-003", failure.code());
        assertFalse(Files.exists(file));
    }
}
