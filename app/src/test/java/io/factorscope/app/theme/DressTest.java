package io.factorscope.app.theme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.CssWarnings;
import io.factorscope.app.FxToolkit;

import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.image.Image;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

class DressTest {
    private record Seen(double plain, double heading, Color muted, Color ground) {}

    private static Seen seen(Dress dress) {
        return FxToolkit.call(() -> {
            Label plain = new Label("text");
            Label heading = new Label("text");
            heading.getStyleClass().add("heading");
            Label muted = new Label("text");
            muted.getStyleClass().add("muted");
            StackPane ground = new StackPane(new VBox(plain, heading, muted));
            ground.setStyle("-fx-background-color: -color-bg-default;");
            Scene scene = new Scene(ground);
            dress.apply(scene);
            ground.applyCss();
            return new Seen(
                    plain.getFont().getSize(),
                    heading.getFont().getSize(),
                    (Color) muted.getTextFill(),
                    (Color) ground.getBackground().getFills().getFirst().getFill());
        });
    }

    @Test
    void allTextGrowsWithTheSizeAsked() {
        Seen small = seen(new Dress(Theme.LIGHT, false, 90));
        Seen large = seen(new Dress(Theme.LIGHT, false, 150));
        assertEquals(12, small.plain());
        assertEquals(14, small.heading());
        assertEquals(20, large.plain());
        assertEquals(24, large.heading());
    }

    @Test
    void theWindowHasAnIconInEverySizeThatSystemsAskFor() {
        List<Double> widths =
                FxToolkit.call(() -> WindowIcon.images().stream().map(Image::getWidth).toList());
        assertEquals(List.of(16.0, 32.0, 64.0, 256.0), widths);
    }

    private static Object spins(boolean reduced) {
        return FxToolkit.call(() -> {
            ProgressIndicator busy = new ProgressIndicator();
            Scene scene = new Scene(new StackPane(busy));
            scene.getPreferences().setReducedMotion(reduced);
            Dress.of(Theme.LIGHT).apply(scene);
            scene.getRoot().applyCss();
            for (CssMetaData<? extends Styleable, ?> data : busy.getCssMetaData()) {
                if (data.getProperty().equals("-fx-spin-enabled")) {
                    return value(data, busy);
                }
            }
            throw new AssertionError("no such property");
        });
    }

    @SuppressWarnings("unchecked") // the property belongs to this node
    private static <S extends Styleable> Object value(CssMetaData<S, ?> data, Node node) {
        return data.getStyleableProperty((S) node).getValue();
    }

    @Test
    void nothingTurnsWhereTheSystemAsksForLessMotion() {
        assertEquals(true, spins(false));
        assertEquals(false, spins(true));
    }

    @ParameterizedTest
    @EnumSource
    void highContrastMakesEvenMutedTextStandOutAndIsValidCss(Theme theme) {
        CssWarnings warnings = new CssWarnings();
        Seen high = seen(new Dress(theme, true, 100));
        Seen plain = seen(Dress.of(theme));
        warnings.close();
        assertEquals(List.of(), warnings.messages());
        double ratio = contrast(high);
        assertTrue(ratio > 12, theme + " " + ratio);
        assertTrue(ratio > contrast(plain));
    }

    /// WCAG's ratio of the luminances.
    private static double contrast(Seen seen) {
        double a = luminance(seen.muted());
        double b = luminance(seen.ground());
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed())
                + 0.7152 * linear(color.getGreen())
                + 0.0722 * linear(color.getBlue());
    }

    private static double linear(double part) {
        return part <= 0.03928 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }
}
