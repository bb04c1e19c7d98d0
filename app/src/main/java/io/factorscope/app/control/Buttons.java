package io.factorscope.app.control;

import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ToggleButton;

/// Small buttons that are an icon only, with a tooltip and a name for screen readers.
public final class Buttons {
    private Buttons() {}

    /// A button that does one thing.
    public static Button icon(Icon icon, String name, Runnable action) {
        Button button = new Button();
        button.setOnAction(event -> action.run());
        return dress(button, icon, name);
    }

    /// A button that stays down.
    public static ToggleButton toggle(Icon icon, String name) {
        return dress(new ToggleButton(), icon, name);
    }

    /// A button with words, which may be a person's own, underscores and all.
    public static Button text(String words, Runnable action) {
        Button button = new Button(words);
        button.setMnemonicParsing(false);
        button.setOnAction(event -> action.run());
        return button;
    }

    private static <B extends ButtonBase> B dress(B button, Icon icon, String name) {
        button.setGraphic(icon.node());
        button.setAccessibleText(name);
        button.getStyleClass().add("icon-button");
        Tips.install(button, name);
        return button;
    }
}
