package io.factorscope.app.theme;

import javafx.scene.image.Image;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// What stands for the program in title bars and task switchers; the system takes the size it
/// needs.
public final class WindowIcon {
    private static final String FOLDER = "/io/factorscope/resources/icon/";

    private WindowIcon() {}

    /// The icon in every size.
    public static List<Image> images() {
        return Stream.of(16, 32, 64, 256)
                .map(size -> FOLDER + "factorscope-" + size + ".png")
                .map(name -> Objects.requireNonNull(WindowIcon.class.getResource(name), name))
                .map(place -> new Image(place.toExternalForm()))
                .toList();
    }
}
