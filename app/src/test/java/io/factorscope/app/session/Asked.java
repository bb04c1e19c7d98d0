package io.factorscope.app.session;

import io.factorscope.core.steering.Slider;

import java.util.ArrayList;
import java.util.List;

/// Goes nowhere and remembers where it was asked to go.
public final class Asked implements Navigator {
    private String group = "";
    private final List<String> places = new ArrayList<>();
    private final List<String> steered = new ArrayList<>();

    /// The places asked for, in order; a concept's card is `concept ` and its id.
    public List<String> places() {
        return places;
    }

    /// What was to be steered: ids of concepts, `at rest ID`, `N neurons`.
    public List<String> steered() {
        return steered;
    }

    @Override
    public void showConcept(String concept) {
        places.add("concept " + concept);
    }

    @Override
    public void showStart() {
        places.add("start");
    }

    @Override
    public void showFactors() {
        places.add("factors");
    }

    @Override
    public void showSteer() {
        places.add("steer");
    }

    @Override
    public void steer(String concept) {
        steered.add(concept);
    }

    @Override
    public void steerAtRest(String concept) {
        steered.add("at rest " + concept);
    }

    @Override
    public void steerGroup(String name, List<String> concepts) {
        group = name;
        steered.addAll(concepts);
    }

    /// What the last group was called.
    public String group() {
        return group;
    }

    @Override
    public void steerParts(String name, List<Slider.Part> parts) {
        steered.add(parts.getFirst().neurons().size() + " neurons");
    }

    @Override
    public void evaluate(List<String> concepts) {
        places.add("evaluate " + String.join(" ", concepts));
    }
}
