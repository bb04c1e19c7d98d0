package io.factorscope.app.shell;

import io.factorscope.app.control.Palette;

import javafx.scene.Scene;
import javafx.scene.input.KeyCombination;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// Something the window can do from anywhere: its name, its keys or null, and what it does.
record Action(String name, @Nullable String keys, Runnable run) {
    /// The keys as JavaFX reads them: `Shortcut+K`.
    void install(Scene scene) {
        if (keys != null) {
            scene.getAccelerators().put(KeyCombination.valueOf(keys), run);
        }
    }

    /// As the palette shows it.
    Palette.Entry entry() {
        return new Palette.Entry(name, keys == null ? "" : words(keys), run);
    }

    static List<Palette.Entry> entries(List<Action> actions) {
        return actions.stream().map(Action::entry).toList();
    }

    private static String words(String keys) {
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
        return keys.replace("Shortcut", mac ? "Cmd" : "Ctrl")
                .replace("Comma", ",")
                .replace("Digit", "");
    }
}
