package io.factorscope.app.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;

import javafx.scene.Scene;

/// Light or dark: AtlantaFX Primer below, our own sheets above it.
///
/// Every colour is looked up by name in a style sheet, heat included, so a switch is one call and
/// no node has to know about it.
public enum Theme {
    LIGHT("light", new PrimerLight().getUserAgentStylesheet()),
    DARK("dark", new PrimerDark().getUserAgentStylesheet());

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

    /// Dresses a scene as this theme was designed.
    ///
    /// **Threads**: FX thread.
    public void apply(Scene scene) {
        Dress.of(this).apply(scene);
    }

    /// The style sheet below ours.
    String primer() {
        return primer;
    }
}
