package io.factorscope.app.theme;

import javafx.application.Application;
import javafx.scene.Scene;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// What a scene wears: a theme, stronger contrast or not, and the size of text in percent.
///
/// Sizes in our sheets are in pixels; where the text is larger or smaller than designed, the sheets
/// are rewritten with scaled sizes, and everything that is laid out by its text follows.
public record Dress(Theme theme, boolean highContrast, int percent) {
    private static final String FOLDER = "/io/factorscope/resources/theme/";
    private static final Pattern FONT_SIZE = Pattern.compile("-fx-font-size: (\\d+)px");

    /// A theme as it was designed.
    public static Dress of(Theme theme) {
        return new Dress(theme, false, 100);
    }

    /// Dresses a scene, and with it the pop-ups it opens. The base sheet is the application's, so
    /// all open scenes should be given the same dress.
    ///
    /// **Threads**: FX thread.
    public void apply(Scene scene) {
        Fonts.load();
        if (!theme.primer().equals(Application.getUserAgentStylesheet())) {
            Application.setUserAgentStylesheet(theme.primer());
        }
        scene.getStylesheets().setAll(sheets());
    }

    private List<String> sheets() {
        List<String> sheets = new ArrayList<>();
        sheets.add(sheet("base.css"));
        sheets.add(sheet("colors-" + theme.id() + ".css"));
        sheets.add(sheet("controlsfx.css"));
        sheets.add(sheet("controls.css"));
        sheets.add(sheet("panels.css"));
        sheets.add(inline(Heat.styleSheet(theme)));
        if (highContrast) {
            sheets.add(sheet("contrast-" + theme.id() + ".css"));
        }
        return sheets;
    }

    private String sheet(String name) {
        String place =
                Objects.requireNonNull(Dress.class.getResource(FOLDER + name), name)
                        .toExternalForm();
        return percent == 100 ? place : inline(scaled(read(name)));
    }

    private String scaled(String css) {
        return FONT_SIZE
                .matcher(css)
                .replaceAll(size -> {
                    long scaled = Math.round(Integer.parseInt(size.group(1)) * percent / 100.0);
                    return "-fx-font-size: " + scaled + "px";
                });
    }

    private static String read(String name) {
        try (InputStream in = Dress.class.getResourceAsStream(FOLDER + name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String inline(String css) {
        byte[] bytes = css.getBytes(StandardCharsets.UTF_8);
        return "data:text/css;charset=utf-8;base64," + Base64.getEncoder().encodeToString(bytes);
    }
}
