package io.factorscope.app.session;

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
}
