package io.factorscope.app.steer;

import io.factorscope.app.control.ConceptSlider;
import io.factorscope.app.control.Numbers;
import io.factorscope.app.control.Tips;
import io.factorscope.app.session.Session;
import io.factorscope.app.words.Words;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.Annotations;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.steering.Pushes;
import io.factorscope.core.steering.SteerSpec.Unit;
import io.factorscope.core.steering.Steerability;

import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import org.controlsfx.control.SearchableComboBox;
import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The sliders, and under them what is common to all.
final class SliderPanel extends VBox {
    private static final String IN_NATS = Words.of("steer.the-push-how-far-this");
    private static final String NOT_REACHED = Words.of("steer.no-strength-of-this-sign");

    private final SteerViewModel model;
    private final VBox sliderBox = new VBox(4);
    private final Map<SteerSlider, ConceptSlider> nodes = new HashMap<>();

    SliderPanel(SteerViewModel model) {
        this.model = model;
        getStyleClass().addAll("panel", "slider-panel");
        getChildren().addAll(sliderBox, foot());
        model.sliders().addListener((ListChangeListener<SteerSlider>) change -> showSliders());
        model.board().unitProperty().subscribe(unit -> nodes.keySet().forEach(this::refresh));
        model.session().annotationsProperty().subscribe(annotations -> showNames());
        showSliders();
    }

    private Node foot() {
        Label status = new Label();
        status.setId("calibrating");
        status.getStyleClass().addAll("small", "muted");
        status.textProperty().bind(model.calibratingProperty());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Node units = units();
        PresetMenu presets = new PresetMenu(model);
        presets.setMinWidth(USE_PREF_SIZE);
        status.setMinWidth(0); // what calibration is doing gives way to what can be pressed
        HBox foot = new HBox(8, adder(), status, gap, units, presets);
        foot.getStyleClass().add("row");
        return foot;
    }

    private Node units() {
        ToggleGroup group = new ToggleGroup();
        ToggleButton push = unit(Words.of("steer.push"), "unit-push", Unit.PUSH, group);
        Tips.install(push, IN_NATS);
        ToggleButton alpha = unit("α", "unit-alpha", Unit.ALPHA, group);
        Tips.install(alpha, Words.of("steer.the-strength-itself-so-many"));
        push.getStyleClass().add("left-pill");
        alpha.getStyleClass().add("right-pill");
        Label label = new Label(Words.of("steer.strength-in"));
        label.getStyleClass().add("muted");
        HBox pair = new HBox(push, alpha);
        pair.getStyleClass().add("pills");
        HBox box = new HBox(8, label, pair);
        box.getStyleClass().add("row");
        box.setMinWidth(USE_PREF_SIZE);
        return box;
    }

    private ToggleButton unit(String words, String id, Unit unit, ToggleGroup group) {
        ToggleButton button = new ToggleButton(words);
        button.setId(id);
        button.setToggleGroup(group);
        button.setOnAction(event -> {
            button.setSelected(true);
            model.board().unitProperty().set(unit);
        });
        model.board().unitProperty().subscribe(now -> button.setSelected(now == unit));
        return button;
    }

    private Node adder() {
        SearchableComboBox<ConceptEntry> add = new SearchableComboBox<>();
        add.setId("add-concept");
        add.setPromptText(Words.of("steer.add-a-concept"));
        add.setPrefWidth(280);
        add.setAccessibleText(Words.of("steer.add-a-concept"));
        Tips.install(add, Words.of("steer.type-to-search-label-concepts"));
        add.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(@Nullable ConceptEntry entry) {
                        return entry == null ? "" : title(entry);
                    }

                    @Override
                    public @Nullable ConceptEntry fromString(String text) {
                        return null;
                    }
                });
        // Not on every choice: arrow keys choose too, on the way to what is wanted.
        add.setOnHidden(event -> {
            ConceptEntry chosen = add.getValue();
            if (chosen != null) {
                add.setValue(null);
                model.add(chosen);
            }
        });
        model.session()
                .analysisProperty()
                .subscribe(analysis -> add.getItems().setAll(choices(analysis)));
        return add;
    }

    private String title(ConceptEntry entry) {
        return Session.tag(entry) + "  " + model.session().nameOf(entry);
    }

    /// Label concepts by steerability, then factors in order, then nodes of the tree.
    private List<ConceptEntry> choices(@Nullable Analysis analysis) {
        if (analysis == null) {
            return List.of();
        }
        Annotations annotations = model.session().annotationsProperty().get();
        Comparator<ConceptEntry> best =
                Comparator.comparingDouble(entry -> {
                    Steerability measured = annotations.steerability(entry);
                    return measured == null ? 0 : -measured.gain();
                });
        return Stream.concat(analysis.concepts().stream().sorted(best), analysis.nodes().stream())
                .toList();
    }

    private void showSliders() {
        nodes.keySet().retainAll(model.sliders());
        sliderBox
                .getChildren()
                .setAll(
                        model.sliders().stream()
                                .map(slider -> nodes.computeIfAbsent(slider, this::node))
                                .toList());
    }

    private void showNames() {
        nodes.forEach((slider, node) -> node.setConcept(model.board().nameOf(slider)));
    }

    private ConceptSlider node(SteerSlider slider) {
        ConceptSlider control = new ConceptSlider(model.board().nameOf(slider));
        control.setId("slider-" + slider.id().replaceAll("[^A-Za-z0-9-]", "-"));
        control.setValue(slider.valueProperty().get());
        control.valueProperty().bindBidirectional(slider.valueProperty());
        control.mutedProperty().bindBidirectional(slider.mutedProperty());
        control.soloProperty().bindBidirectional(slider.soloProperty());
        control.setOnRemove(() -> model.remove(slider));
        slider.valueProperty().subscribe((before, now) -> refresh(slider));
        slider.scaleProperty().subscribe((before, now) -> refresh(slider));
        slider.calibratedProperty().subscribe((before, now) -> refresh(slider));
        slider.ghostProperty().subscribe(at -> control.setGhost(at.doubleValue()));
        describe(slider, control);
        return control;
    }

    private void refresh(SteerSlider slider) {
        ConceptSlider control = nodes.get(slider);
        if (control != null) {
            describe(slider, control);
        }
    }

    private void describe(SteerSlider slider, ConceptSlider control) {
        boolean push = model.board().unitProperty().get() == Unit.PUSH;
        Calibrated known = slider.calibratedProperty().get();
        double alpha = slider.alpha();
        String alphaWords = "α " + (alpha == 0 ? "0" : Numbers.signed(alpha));
        double nats = slider.nats();
        boolean beyond =
                push
                        && known != null
                        && Math.abs(nats) > known.pushes().reach(nats < 0 ? -1 : 1) + 1e-9;
        String natsWords =
                known == null && !push
                        ? Words.of("steer.nats")
                        : (nats == 0 ? "0" : Numbers.alpha(nats)) + " nats";
        control.setStrength(
                push ? natsWords : alphaWords,
                beyond ? Words.of("steer.not-reachable") : push ? alphaWords : natsWords,
                beyond ? NOT_REACHED : IN_NATS + members(slider));
        control.setTicks(
                push ? Pushes.TARGETS.stream().map(t -> t / Pushes.LARGEST).toList() : List.of());
        control.setReach(slider.reach(-1), slider.reach(1));
        control.setLimits(slider.limit(-1), slider.limit(1));
    }

    private String members(SteerSlider slider) {
        if (slider.parts().isEmpty()) {
            return "";
        }
        return slider.entries().stream()
                .map(this::title)
                .collect(Collectors.joining(", ", Words.of("steer.steered-together"), "."));
    }
}
