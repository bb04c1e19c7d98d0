package io.factorscope.app.control;

import javafx.event.Event;
import javafx.event.EventType;

/// Somebody asks for the shipped analysis; it rises from an empty place to the window.
public final class DemoEvent extends Event {
    /// The only kind.
    public static final EventType<DemoEvent> WANTED = new EventType<>(Event.ANY, "WANT_DEMO");

    private static final long serialVersionUID = 1;

    DemoEvent() {
        super(WANTED);
    }
}
