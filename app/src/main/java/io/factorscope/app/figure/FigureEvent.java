package io.factorscope.app.figure;

import javafx.event.Event;
import javafx.event.EventType;

/// Somebody asks to save a figure; it rises from the figure to the window, which asks where.
public final class FigureEvent extends Event {
    /// The only kind.
    public static final EventType<FigureEvent> SAVE = new EventType<>(Event.ANY, "SAVE_FIGURE");

    private static final long serialVersionUID = 1;

    private final transient Painter figure;
    private final String name;

    FigureEvent(Painter figure, String name) {
        super(SAVE);
        this.figure = figure;
        this.name = name;
    }

    /// The figure as it looked when it was asked for.
    public Painter figure() {
        return figure;
    }

    /// A file name that fits, without an ending.
    public String name() {
        return name;
    }
}
