package io.factorscope.app.shell;

import io.factorscope.app.session.Kept;
import io.factorscope.app.theme.Dress;
import io.factorscope.app.theme.Theme;
import io.factorscope.core.project.Settings;

import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Scene;

import org.jspecify.annotations.Nullable;

/// Dresses the window as the settings say, and as the system says where they leave it to that.
///
/// **Threads**: FX thread.
final class Wardrobe {
    private final Kept<Settings> settings;
    private @Nullable Scene scene;
    private Theme worn = Theme.LIGHT;

    Wardrobe(Kept<Settings> settings) {
        this.settings = settings;
    }

    /// Dresses a scene in `first` and follows the settings from then on.
    void install(Scene dressed, Theme first) {
        scene = dressed;
        wear(first);
        settings.property()
                .subscribe((before, now) -> {
                    if (!before.look().equals(now.look())) {
                        wear(wanted(now));
                    }
                });
        Platform.getPreferences()
                .colorSchemeProperty()
                .subscribe((before, now) -> {
                    if (settings.get().look().theme().equals("system")) {
                        wear(wanted(settings.get()));
                    }
                });
    }

    /// The theme that settings ask for.
    static Theme wanted(Settings settings) {
        String theme = settings.look().theme();
        boolean dark =
                theme.equals("system")
                        ? Platform.getPreferences().getColorScheme() == ColorScheme.DARK
                        : theme.equals("dark");
        return dark ? Theme.DARK : Theme.LIGHT;
    }

    /// Puts on a theme without keeping it.
    void wear(Theme theme) {
        worn = theme;
        if (scene != null) {
            Settings.Look look = settings.get().look();
            new Dress(theme, look.highContrast(), look.fontPercent()).apply(scene);
        }
    }

    /// Light becomes dark, dark becomes light, and it is kept.
    void toggle() {
        Settings now = settings.get();
        Settings.Look look = now.look();
        settings.set(
                now.with(
                        new Settings.Look(
                                worn.toggled().id(), look.highContrast(), look.fontPercent())));
    }
}
