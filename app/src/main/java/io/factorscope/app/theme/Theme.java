package io.factorscope.app.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;

import javafx.application.Application;
import javafx.scene.Scene;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/// Light or dark: AtlantaFX Primer below, our own sheets above it.
///
/// Every colour is looked up by name in a style sheet, heat included, so a switch is one call and
/// no node has to know about it.
public enum Theme {
    LIGHT("light", new PrimerLight().getUserAgentStylesheet()),
    DARK("dark", new PrimerDark().getUserAgentStylesheet());

    private static final String FOLDER = "/io/factorscope/resources/theme/";

    private final String id;
    private final String primer;

    Theme(String id, String primer) {
        this.id = id;
        this.primer = primer;
    }

    /// The word under which settings remember it.
    public String id() {
        return id;
    }

    /// The theme of a remembered word; light where it is unknown.
    public static Theme of(String id) {
        return id.equals(DARK.id) ? DARK : LIGHT;
    }

    /// The other one.
    public Theme toggled() {
        return this == LIGHT ? DARK : LIGHT;
    }

    /// Dresses a scene, and with it the pop-ups it opens. The base sheet is the application's, so
    /// all open scenes should be given the same theme.
    ///
    /// **Threads**: FX thread.
    public void apply(Scene scene) {
        Fonts.load();
        if (!primer.equals(Application.getUserAgentStylesheet())) {
            Application.setUserAgentStylesheet(primer);
        }
        scene.getStylesheets().setAll(sheets());
    }

    private List<String> sheets() {
        return List.of(
                sheet("base.css"),
                sheet("colors-" + id + ".css"),
                sheet("controlsfx.css"),
                sheet("controls.css"),
                sheet("panels.css"),
                inline(Heat.styleSheet(this)));
    }

    private static String sheet(String name) {
        return Objects.requireNonNull(Theme.class.getResource(FOLDER + name), name)
                .toExternalForm();
    }

    private static String inline(String css) {
        byte[] bytes = css.getBytes(StandardCharsets.UTF_8);
        return "data:text/css;charset=utf-8;base64," + Base64.getEncoder().encodeToString(bytes);
    }
}
