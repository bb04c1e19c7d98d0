package io.factorscope.app.control;

import javafx.event.EventHandler;
import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/// Tooltips for nodes of which there are thousands: made when the mouse first comes near, and what
/// they say when it comes.
public final class Tips {
    private Tips() {}

    /// A tooltip whose words are asked for each time the mouse comes; empty ones show nothing.
    static void lazy(Node node, Supplier<String> text) {
        node.addEventHandler(
                MouseEvent.MOUSE_ENTERED,
                new EventHandler<>() {
                    private @Nullable Tooltip tip;

                    @Override
                    public void handle(MouseEvent event) {
                        String words = text.get();
                        if (tip != null && words.isEmpty()) {
                            Tooltip.uninstall(node, tip);
                            tip = null;
                        } else if (tip != null) {
                            tip.setText(words);
                        } else if (!words.isEmpty()) {
                            tip = install(node, words);
                        }
                    }
                });
    }

    /// A tooltip for one node.
    public static Tooltip install(Node node, String text) {
        Tooltip tip = of(text);
        Tooltip.install(node, tip);
        return tip;
    }

    /// A tooltip that wraps.
    public static Tooltip of(String text) {
        Tooltip tip = new Tooltip(text);
        tip.setWrapText(true);
        tip.setMaxWidth(360);
        return tip;
    }
}
