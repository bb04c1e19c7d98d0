package io.factorscope.app.shell;

import io.factorscope.app.control.NavRail;
import io.factorscope.app.session.Navigator;
import io.factorscope.app.steer.SteerViewModel;
import io.factorscope.core.steering.Slider;

import javafx.scene.Node;
import javafx.scene.layout.StackPane;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/// The rail and the places it leads to, of which one is seen.
public final class Places implements Navigator {
    private final NavRail rail = new NavRail(Place.inRail(), 1);
    private final StackPane stack = new StackPane();
    private @Nullable SteerViewModel steer;
    private Consumer<String> onConcept = concept -> {};
    private Consumer<List<String>> onEvaluate = concepts -> {};
    private Consumer<Place> onShown = place -> {};

    /// The rail at the left.
    NavRail rail() {
        return rail;
    }

    /// Where the places are shown.
    StackPane stack() {
        return stack;
    }

    /// Fills the places, in the rail's order; `listener` hears which is gone to.
    void fill(List<Node> views, SteerViewModel steering, Consumer<Place> listener) {
        steer = steering;
        onShown = listener;
        stack.getChildren().setAll(views);
        stack.setMinWidth(0); // with large text a place gives way, and the bars stay whole
        rail.selectedProperty()
                .subscribe(index -> {
                    for (int i = 0; i < views.size(); i++) {
                        views.get(i).setVisible(i == index.intValue());
                    }
                    onShown.accept(Place.at(index.intValue()));
                });
    }

    /// Who shows a concept's card.
    void setOnConcept(Consumer<String> listener) {
        onConcept = listener;
    }

    /// Who fills in an experiment on concepts.
    void setOnEvaluate(Consumer<List<String>> listener) {
        onEvaluate = listener;
    }

    /// Goes to a place.
    void show(Place place) {
        rail.select(place.index());
    }

    /// Goes to the place at an index of the rail; nothing happens where there is none.
    void showAt(int index) {
        if (index >= 0 && index < Place.values().length) {
            rail.select(index);
        }
    }

    /// The place that is seen.
    Place shown() {
        return Place.at(rail.selectedProperty().get());
    }

    @Override
    public void showStart() {
        show(Place.START);
    }

    @Override
    public void showFactors() {
        showNew(Place.FACTORS);
    }

    /// Goes to a place where what is open may be new, even where the place is not.
    void showNew(Place place) {
        show(place);
        onShown.accept(place);
    }

    @Override
    public void showConcept(String concept) {
        showFactors();
        onConcept.accept(concept);
    }

    @Override
    public void showSteer() {
        show(Place.STEER);
    }

    /// Shows the tree.
    public void showTree() {
        show(Place.TREE);
    }

    /// Shows the methods side by side.
    public void showCompare() {
        show(Place.COMPARE);
    }

    /// Shows the experiments.
    public void showEvaluate() {
        show(Place.EVALUATE);
    }

    /// Shows the settings.
    public void showSettings() {
        show(Place.SETTINGS);
    }

    @Override
    public void steer(String concept) {
        sliders().add(concept);
        showSteer();
    }

    @Override
    public void steerAtRest(String concept) {
        sliders().addAtRest(concept);
    }

    @Override
    public void steerGroup(String name, List<String> concepts) {
        steerParts(name, concepts.stream().map(id -> new Slider.Part(id, 1, List.of())).toList());
    }

    @Override
    public void steerParts(String name, List<Slider.Part> parts) {
        sliders().addGroup(name, parts);
        showSteer();
    }

    @Override
    public void evaluate(List<String> concepts) {
        onEvaluate.accept(concepts);
        showEvaluate();
    }

    private SteerViewModel sliders() {
        if (steer == null) {
            throw new IllegalStateException("the places are not filled yet");
        }
        return steer;
    }
}
