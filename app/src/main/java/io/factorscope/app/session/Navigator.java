package io.factorscope.app.session;

import io.factorscope.core.steering.Slider;

import java.util.List;

/// How a screen asks for another one.
public interface Navigator {
    /// Shows a concept's card on the Factors screen.
    void showConcept(String concept);

    /// Shows the first screen.
    void showStart();

    /// Shows the table of concepts.
    void showFactors();

    /// Shows the sliders.
    void showSteer();

    /// Adds a slider for a concept and shows the sliders.
    void steer(String concept);

    /// Adds a slider for a concept that does not push yet; shows nothing.
    void steerAtRest(String concept);

    /// Adds one slider that steers several concepts together, with equal weights, and shows the
    /// sliders.
    void steerGroup(String name, List<String> concepts);

    /// Adds one slider that steers a sum of concepts, each with a weight and perhaps on some of its
    /// neurons only, and shows the sliders.
    void steerParts(String name, List<Slider.Part> parts);

    /// Shows the form of an experiment on these concepts of the open analysis.
    void evaluate(List<String> concepts);
}
