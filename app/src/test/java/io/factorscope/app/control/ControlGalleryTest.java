package io.factorscope.app.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.theme.Theme;

import javafx.collections.ListChangeListener;
import javafx.css.CssParser;
import javafx.geometry.Dimension2D;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Every control in every theme: no CSS warning, and a picture to look at in `target/gallery`.
class ControlGalleryTest {
    private static final Path FOLDER = Path.of("target", "gallery");

    @ParameterizedTest
    @EnumSource
    void everyControlIsDrawnWithoutCssWarnings(Theme theme) throws Exception {
        Path file = FOLDER.resolve(theme.id() + ".png");
        List<String> warnings = new ArrayList<>();
        FxToolkit.call(() -> {
            ListChangeListener<CssParser.ParseError> listener =
                    change -> {
                        while (change.next()) {
                            change.getAddedSubList()
                                    .forEach(error -> warnings.add(error.getMessage()));
                        }
                    };
            CssParser.errorsProperty().addListener(listener);
            try {
                Snapshots.write(new Gallery().root(), new Dimension2D(1280, 1120), theme, file);
            } finally {
                CssParser.errorsProperty().removeListener(listener);
            }
            return file;
        });
        assertEquals(List.of(), warnings);
        assertTrue(Files.size(file) > 20_000, "an empty picture");
    }
}
