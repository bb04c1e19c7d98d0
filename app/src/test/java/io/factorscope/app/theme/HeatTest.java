package io.factorscope.app.theme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.paint.Color;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Text stays readable on every shade.
class HeatTest {
    @ParameterizedTest
    @EnumSource
    void textHasContrastOnEveryShade(Theme theme) {
        for (int i = -1000; i <= 1000; i++) {
            double value = i / 1000.0;
            double contrast = contrast(Heat.background(value, theme), Heat.text(theme));
            assertTrue(contrast >= 4.5, theme + " at " + value + ": " + contrast);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLargerValueIsFurtherFromTheGround(Theme theme) {
        Color ground = Heat.background(0, theme);
        double before = 1;
        for (int i = 1; i <= 100; i++) {
            double contrast = contrast(Heat.background(i / 100.0, theme), ground);
            assertTrue(contrast > before, theme + " at " + i);
            before = contrast;
        }
    }

    @ParameterizedTest
    @EnumSource
    void valuesOutsideCountAsTheEnds(Theme theme) {
        assertEquals(Heat.background(1, theme), Heat.background(7, theme));
        assertEquals("heat-24", Heat.styleClass(3));
        assertEquals("heat-minus-24", Heat.styleClass(-3));
        assertEquals("heat-0", Heat.styleClass(Double.NaN));
    }

    private static double contrast(Color a, Color b) {
        double first = luminance(a);
        double second = luminance(b);
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed())
                + 0.7152 * linear(color.getGreen())
                + 0.0722 * linear(color.getBlue());
    }

    private static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }
}
