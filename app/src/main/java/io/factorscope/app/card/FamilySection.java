package io.factorscope.app.card;

import io.factorscope.app.control.Numbers;
import io.factorscope.app.words.Words;

import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.stream.Collectors;

/// The neurons of a tree's node beside those of its siblings: what all share, and what is its own.
final class FamilySection extends VBox {
    private static final int FIRST = 16;

    FamilySection() {
        super(16);
        setId("family-neurons");
        show(FamilyNeurons.NONE);
    }

    void show(FamilyNeurons family) {
        getChildren().clear();
        boolean there = family.siblings() > 1;
        setVisible(there);
        setManaged(there);
        if (there) {
            getChildren()
                    .setAll(
                            part(
                                    "core-neurons",
                                    Words.format("card.core-neurons", family.core().size()),
                                    Words.format("card.core-meaning", family.siblings()),
                                    family.core()),
                            part(
                                    "own-neurons",
                                    Words.format("card.own-neurons", family.own().size()),
                                    Words.of("card.own-meaning"),
                                    family.own()));
        }
    }

    private static Node part(
            String id, String title, String meaning, List<FamilyNeurons.Weighted> neurons) {
        FlowPane chips = new FlowPane(8, 4);
        chips.setId(id);
        chips.setMinWidth(0);
        put(chips, neurons, FIRST);
        Section section = new Section(title, meaning, () -> copied(neurons), chips);
        if (neurons.size() <= FIRST) {
            return section;
        }
        String most = Words.format("card.all", neurons.size());
        Hyperlink all = new Hyperlink(most);
        all.getStyleClass().add("small");
        all.setOnAction(event -> {
            boolean more = all.getText().equals(most);
            put(chips, neurons, more ? neurons.size() : FIRST);
            all.setText(more ? Words.of("card.fewer") : most);
            all.setVisited(false);
        });
        return section.with(all);
    }

    private static void put(FlowPane chips, List<FamilyNeurons.Weighted> neurons, int most) {
        chips.getChildren().clear();
        for (FamilyNeurons.Weighted each : neurons.subList(0, Math.min(most, neurons.size()))) {
            Label chip = new Label("n" + each.neuron() + "  " + Numbers.signed(each.weight()));
            chip.getStyleClass().addAll("small", "concept-link");
            chips.getChildren().add(chip);
        }
        if (neurons.isEmpty()) {
            Label none = new Label(Words.of("card.no-such-neuron"));
            none.getStyleClass().addAll("small", "muted");
            chips.getChildren().add(none);
        }
    }

    private static String copied(List<FamilyNeurons.Weighted> neurons) {
        return neurons.stream()
                .map(each -> each.neuron() + "\t" + each.weight())
                .collect(Collectors.joining("\n"));
    }
}
