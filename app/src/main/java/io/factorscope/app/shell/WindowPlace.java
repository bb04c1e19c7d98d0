package io.factorscope.app.shell;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import javafx.stage.Screen;
import javafx.stage.Stage;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where the window was, how large, and what it showed; kept as `window.json` when it closes.
record WindowPlace(double x, double y, double width, double height, boolean maximized, int place) {
    private static final String FILE = "window.json";

    /// The place in a folder, or null where there is none that can be read.
    static @Nullable WindowPlace load(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return Files.exists(file) ? Json.read(file, WindowPlace.class) : null;
        } catch (FactorscopeException e) {
            System.getLogger(WindowPlace.class.getName())
                    .log(System.Logger.Level.WARNING, "the window's place: " + e.getMessage());
            return null;
        }
    }

    /// The place of a window; of a maximized one, the size that the last session knew.
    static WindowPlace of(Stage stage, int place, @Nullable WindowPlace last) {
        if (stage.isMaximized() && last != null) {
            return new WindowPlace(last.x, last.y, last.width, last.height, true, place);
        }
        return new WindowPlace(
                stage.getX(),
                stage.getY(),
                stage.getWidth(),
                stage.getHeight(),
                stage.isMaximized(),
                place);
    }

    void save(Path folder) throws FactorscopeException {
        Json.write(folder.resolve(FILE), this);
    }

    /// Puts a window there, unless that screen has gone.
    void apply(Stage stage) {
        if (width < stage.getMinWidth() || height < stage.getMinHeight()) {
            return;
        }
        stage.setWidth(width);
        stage.setHeight(height);
        if (!Screen.getScreensForRectangle(x, y, width, height).isEmpty()) {
            stage.setX(x);
            stage.setY(y);
        }
        stage.setMaximized(maximized);
    }
}
