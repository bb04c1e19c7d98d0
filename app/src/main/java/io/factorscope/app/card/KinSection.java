package io.factorscope.app.card;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.Numbers;
import io.factorscope.app.control.Tips;
import io.factorscope.app.session.Session;
import io.factorscope.app.words.Words;
import io.factorscope.core.concept.Cosines;
import io.factorscope.core.concept.Neuron;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.ConceptEntry;

import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The neurons that a concept is made of with who shares them, and the nearest concepts.
final class KinSection extends VBox {
    private static final int SHARING = 10;
    private static final double WIDEST = 300;

    private final Session session;
    private final Analysis analysis;
    private final ConceptEntry entry;
    private final KinViewModel model;
    private final @Nullable Consumer<String> goTo;
    private final FlowPane sharing = new FlowPane(8, 4);

    KinSection(
            Session session,
            Analysis analysis,
            ConceptEntry entry,
            KinViewModel model,
            @Nullable Consumer<String> goTo) {
        this.session = session;
        this.analysis = analysis;
        this.entry = entry;
        this.model = model;
        this.goTo = goTo;
        setSpacing(16);
        sharing.setMinWidth(0);
        model.kinProperty().subscribe(this::show);
    }

    private void show(KinViewModel.Kin kin) {
        getChildren().clear();
        if (!kin.neurons().isEmpty()) {
            getChildren().add(neurons(kin.neurons()));
        }
        if (!kin.nearest().isEmpty()) {
            FlowPane near = new FlowPane(8, 4);
            near.setId("nearest");
            near.setMinWidth(0);
            for (Cosines.Near each : kin.nearest()) {
                near.getChildren().add(link(near, each.id(), Numbers.plain(each.cosine())));
            }
            getChildren()
                    .add(
                            new Section(
                                    Words.of("card.nearest"),
                                    Words.of("card.the-concepts-at-this-hook"),
                                    this::nearestText,
                                    near));
        }
    }

    private Node neurons(List<Neuron> neurons) {
        FlowPane chips = new FlowPane(8, 4);
        chips.setId("neurons");
        ToggleGroup group = new ToggleGroup();
        for (Neuron neuron : neurons) {
            ToggleButton chip =
                    new ToggleButton("n" + neuron.index() + "  " + Numbers.signed(neuron.weight()));
            chip.getStyleClass().addAll("small", "concept-link");
            chip.setToggleGroup(group);
            Tips.install(
                    chip,
                    Words.format("card.in-other-sparse-concepts-too", neuron.shared().size()));
            chip.selectedProperty().subscribe(on -> showSharing(neuron, on));
            chips.getChildren().add(chip);
        }
        int used = Neuron.used(entry.concept().direction());
        return new Section(
                Words.format("card.neurons-of", used, entry.concept().direction().length),
                Words.of("card.the-neurons-of-largest-weight"),
                this::neuronText,
                new VBox(8, chips, sharing));
    }

    private void showSharing(Neuron neuron, boolean on) {
        sharing.getChildren().clear();
        if (!on) {
            return;
        }
        List<Node> nodes = new ArrayList<>();
        Label title =
                new Label(
                        neuron.shared().isEmpty()
                                ? Words.format("card.n-is-in-no-other", neuron.index())
                                : Words.format("card.n-is-also-in", neuron.index()));
        title.getStyleClass().addAll("small", "muted");
        nodes.add(title);
        for (Neuron.Shared shared : neuron.shared().subList(0, most(neuron))) {
            nodes.add(link(sharing, shared.id(), Numbers.signed(shared.weight())));
        }
        if (neuron.shared().size() > SHARING) {
            Label rest =
                    new Label(Words.format("card.and-more", (neuron.shared().size() - SHARING)));
            rest.getStyleClass().addAll("small", "muted");
            nodes.add(rest);
        }
        sharing.getChildren().setAll(nodes);
    }

    private static int most(Neuron neuron) {
        return Math.min(SHARING, neuron.shared().size());
    }

    /// A concept's name and figure, cut where the place for it is narrower.
    private Node link(FlowPane place, String id, String figure) {
        ConceptEntry other = analysis.find(id);
        String name = other == null ? id : Session.tag(other) + " " + session.nameOf(other);
        String words = name + "  " + figure;
        Consumer<String> go = goTo;
        if (go == null) {
            Label label = new Label(words);
            label.getStyleClass().addAll("small", "concept-link");
            label.maxWidthProperty().bind(place.widthProperty());
            return label;
        }
        Button button = Buttons.text(words, () -> go.accept(id));
        button.setMnemonicParsing(false);
        button.maxWidthProperty().bind(Bindings.min(WIDEST, place.widthProperty()));
        button.getStyleClass().addAll("small", "concept-link");
        return button;
    }

    private String neuronText() {
        return model.kinProperty().get().neurons().stream()
                .map(neuron -> neuron.index() + "\t" + neuron.weight())
                .collect(Collectors.joining("\n"));
    }

    private String nearestText() {
        return model.kinProperty().get().nearest().stream()
                .map(near -> near.id() + "\t" + near.cosine())
                .collect(Collectors.joining("\n"));
    }
}
