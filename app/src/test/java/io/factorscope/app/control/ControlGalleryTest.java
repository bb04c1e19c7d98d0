package io.factorscope.app.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.CssWarnings;
import io.factorscope.app.FxToolkit;
import io.factorscope.app.theme.Theme;

import javafx.geometry.Dimension2D;
import javafx.scene.Scene;
import javafx.scene.control.Label;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Every control in every theme: no CSS warning, and a picture to look at in `target/gallery`.
class ControlGalleryTest {
    private static final Path FOLDER = Path.of("target", "gallery");

    @ParameterizedTest
    @EnumSource
    void everyControlIsDrawnWithoutCssWarnings(Theme theme) throws Exception {
        Path file = FOLDER.resolve(theme.id() + ".png");
        CssWarnings warnings = new CssWarnings();
        try {
            FxToolkit.call(() -> draw(theme, file));
        } finally {
            warnings.close();
        }
        assertEquals(List.of(), warnings.messages());
        assertTrue(Files.size(file) > 20_000, "an empty picture");
    }

    private static Path draw(Theme theme, Path file) throws Exception {
        Snapshots.write(new Gallery().root(), new Dimension2D(1280, 1120), theme, file);
        return file;
    }

    @Test
    void aColourThatNobodyDefinedWouldBeNoticed() {
        CssWarnings warnings = new CssWarnings();
        FxToolkit.call(() -> {
            Label label = new Label("text");
            label.setStyle("-fx-text-fill: -no-such-colour;");
            Scene scene = new Scene(label);
            Theme.LIGHT.apply(scene);
            label.applyCss();
            return scene;
        });
        warnings.close();
        assertEquals(1, warnings.messages().size());
    }
}
