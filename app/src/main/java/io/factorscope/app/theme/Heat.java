package io.factorscope.app.theme;

import javafx.scene.paint.Color;

import java.util.Locale;

/// The colour of a value: orange for what is above zero, blue for what is below, fainter nearer to
/// zero. The two hues stay apart for every common kind of colour blindness, and text on any shade
/// keeps a contrast of at least 4.5.
///
/// Nodes take a style class, so that a change of theme recolours them; drawing code takes the
/// colours.
public final class Heat {
    /// Shades on each side of zero.
    public static final int STEPS = 24;

    private static final Ramp LIGHT =
            new Ramp(
                    web("#ffffff", "#1f2328"),
                    web("#fdd9ae", "#f0883e"),
                    web("#b5d8ff", "#539bf5"));
    private static final Ramp DARK =
            new Ramp(
                    web("#0d1117", "#f0f6fc"),
                    web("#5f3511", "#a85300"),
                    web("#143d70", "#1a63d8"));

    private Heat() {}

    /// Two colours: a ground and its text, or the middle and the end of one side.
    private record Pair(Color first, Color second) {}

    private record Ramp(Pair ground, Pair above, Pair below) {}

    private static Pair web(String first, String second) {
        return new Pair(Color.web(first), Color.web(second));
    }

    /// The background for a value in `[-1, 1]`; values outside count as the nearest end.
    public static Color background(double value, Theme theme) {
        Ramp ramp = ramp(theme);
        double size = Math.min(1, Math.abs(value));
        Pair side = value < 0 ? ramp.below() : ramp.above();
        return size <= 0.5
                ? ramp.ground().first().interpolate(side.first(), size * 2)
                : side.first().interpolate(side.second(), size * 2 - 1);
    }

    /// The colour of text on any of them.
    public static Color text(Theme theme) {
        return ramp(theme).ground().second();
    }

    /// The style class for a value in `[-1, 1]`: `heat-0`, `heat-7`, `heat-minus-12`.
    public static String styleClass(double value) {
        double clamped = Double.isNaN(value) ? 0 : Math.clamp(value, -1, 1);
        long step = Math.round(clamped * STEPS);
        return step < 0 ? "heat-minus-" + -step : "heat-" + step;
    }

    /// The rules for all those classes in a theme.
    static String styleSheet(Theme theme) {
        StringBuilder css = new StringBuilder();
        for (int step = -STEPS; step <= STEPS; step++) {
            double value = (double) step / STEPS;
            String name = styleClass(value);
            String fill = step == 0 ? "transparent" : web(background(value, theme));
            css.append(
                    String.format(Locale.ROOT, ".%s { -fx-background-color: %s; }%n", name, fill));
            if (step != 0) {
                String text = web(text(theme));
                css.append(
                        String.format(
                                Locale.ROOT,
                                ".%1$s > .token-text { -fx-fill: %2$s; }%n",
                                name,
                                text));
            }
        }
        return css.toString();
    }

    private static Ramp ramp(Theme theme) {
        return theme == Theme.DARK ? DARK : LIGHT;
    }

    private static String web(Color color) {
        return String.format(
                Locale.ROOT,
                "#%02x%02x%02x",
                Math.round(color.getRed() * 255),
                Math.round(color.getGreen() * 255),
                Math.round(color.getBlue() * 255));
    }
}
