package io.factorscope.app.control;

import javafx.event.EventHandler;
import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;

import java.util.function.Supplier;

/// Tooltips for nodes of which there are thousands: made when the mouse first comes near.
public final class Tips {
    private Tips() {}

    static void lazy(Node node, Supplier<String> text) {
        EventHandler<MouseEvent> onFirst =
                new EventHandler<>() {
                    @Override
                    public void handle(MouseEvent event) {
                        node.removeEventHandler(MouseEvent.MOUSE_ENTERED, this);
                        install(node, text.get());
                    }
                };
        node.addEventHandler(MouseEvent.MOUSE_ENTERED, onFirst);
    }

    /// A tooltip for one node.
    public static void install(Node node, String text) {
        Tooltip.install(node, of(text));
    }

    /// A tooltip that wraps.
    public static Tooltip of(String text) {
        Tooltip tip = new Tooltip(text);
        tip.setWrapText(true);
        tip.setMaxWidth(360);
        return tip;
    }
}
