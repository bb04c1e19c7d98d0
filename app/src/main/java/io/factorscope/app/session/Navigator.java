package io.factorscope.app.session;

import java.util.List;

/// How a screen asks for another one.
public interface Navigator {
    /// Shows the first screen.
    void showStart();

    /// Shows the table of concepts.
    void showFactors();

    /// Shows the sliders.
    void showSteer();

    /// Adds a slider for a concept and shows the sliders.
    void steer(String concept);

    /// Adds a named group of concepts, to be steered as one where that can be done, and shows the
    /// sliders.
    default void steerGroup(String name, List<String> concepts) {
        concepts.forEach(this::steer);
    }
}
