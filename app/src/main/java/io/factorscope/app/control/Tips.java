package io.factorscope.app.control;

import javafx.event.EventHandler;
import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/// Tooltips, made when the mouse first comes near: a screen has hundreds of them, and each is a
/// window with a scene of its own.
public final class Tips {
    private Tips() {}

    /// A tooltip for one node, in place of the one before.
    public static void install(Node node, String text) {
        if (node.getProperties().get(Tips.class) instanceof Tip tip) {
            tip.text = () -> text;
        } else {
            node.getProperties().put(Tips.class, lazy(node, () -> text));
        }
    }

    /// A tooltip whose words are asked for each time the mouse comes; empty ones show nothing.
    static Tip lazy(Node node, Supplier<String> text) {
        Tip tip = new Tip(node, text);
        node.addEventHandler(MouseEvent.MOUSE_ENTERED, tip);
        return tip;
    }

    /// What waits for the mouse.
    static final class Tip implements EventHandler<MouseEvent> {
        private final Node node;
        private Supplier<String> text;
        private @Nullable Tooltip shown;

        private Tip(Node node, Supplier<String> text) {
            this.node = node;
            this.text = text;
        }

        @Override
        public void handle(MouseEvent event) {
            String words = text.get();
            if (shown != null && words.isEmpty()) {
                Tooltip.uninstall(node, shown);
                shown = null;
            } else if (shown != null) {
                shown.setText(words);
            } else if (!words.isEmpty()) {
                shown = new Tooltip(words);
                shown.setWrapText(true);
                shown.setMaxWidth(360);
                Tooltip.install(node, shown);
            }
        }
    }
}
