package io.factorscope.app.compare;

import io.factorscope.app.card.ConceptCard;
import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.DiffText;
import io.factorscope.app.control.FileDialogs;
import io.factorscope.app.control.Tips;
import io.factorscope.app.session.Session;
import io.factorscope.app.words.Words;
import io.factorscope.core.experiment.Method;
import io.factorscope.core.job.Progress;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.project.LabelMatch;

import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One method: which of its concepts, what it writes, and the concept's card. In a blind round it
/// shows only a text, and not its own.
final class ColumnView extends VBox {
    private final CompareViewModel model;
    private final CompareColumn column;
    private final int place;
    private final DiffText text = new DiffText();
    private final Label title = new Label();
    private final Label note = new Label();
    private final ScrollPane card = new ScrollPane();
    private final Node none;
    private final Node choice;

    ColumnView(CompareViewModel model, int place) {
        super(8);
        this.model = model;
        this.place = place;
        this.column = model.columns().get(place);
        getStyleClass().add("panel");
        setId("compare-column-" + place);
        setMinSize(0, 0); // in a low window the card gives way, not the status bar
        card.setMinHeight(0);
        setPrefWidth(200);
        title.getStyleClass().add("heading");
        Tips.install(title, meaning(column.method()));
        note.getStyleClass().addAll("small", "muted", "figures");
        note.setWrapText(true);
        choice = choice();
        none = none();
        card.setFitToWidth(true);
        card.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        card.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(card, Priority.ALWAYS);
        getChildren().addAll(title, choice, note, text, none, card);
        model.textsProperty().subscribe(texts -> show());
        model.booth().roundProperty().subscribe(round -> show());
        column.chosenProperty().subscribe(this::showCard);
    }

    private static String meaning(Method method) {
        return switch (method) {
            case SNMF -> Words.of("compare.factor-meaning");
            case SAE -> Words.of("compare.autoencoder-feature-meaning");
            case DIFFMEANS -> Words.of("compare.mean-difference-meaning");
            case TREE, GIVEN -> "";
        };
    }

    private Node choice() {
        ComboBox<LabelMatch> box = new ComboBox<>(column.candidates());
        box.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(@Nullable LabelMatch match) {
                        return match == null ? "" : named(match);
                    }

                    @Override
                    public LabelMatch fromString(String words) {
                        throw new UnsupportedOperationException("not editable");
                    }
                });
        box.setId("compare-choice-" + place);
        box.setAccessibleText(CompareViewModel.name(column.method()));
        Tips.install(box, Words.of("compare.auroc-meaning"));
        box.setMaxWidth(Double.MAX_VALUE);
        box.setMinWidth(0);
        box.valueProperty().bindBidirectional(column.chosenProperty());
        return box;
    }

    private String named(LabelMatch match) {
        ConceptEntry entry = match.concept();
        String name = model.session().names().getOrDefault(entry.id(), entry.automaticLabel());
        return Words.format("compare.candidate", Session.tag(entry), match.auroc(), name);
    }

    /// What to do where the method has no concept here.
    private Node none() {
        VBox box = new VBox(8);
        Label words =
                new Label(
                        column.method() == Method.SAE
                                ? Words.of("compare.no-features")
                                : Words.of("compare.no-concept"));
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        words.getStyleClass().add("muted");
        box.getChildren().add(words);
        if (column.method() == Method.SAE) {
            box.getChildren().addAll(offers(), progress());
        }
        box.visibleProperty().bind(Bindings.isEmpty(column.candidates()));
        box.managedProperty().bind(box.visibleProperty());
        return box;
    }

    private Node offers() {
        Button shipped = Buttons.text(Words.of("compare.add-shipped"), model::addShippedFeatures);
        shipped.setId("compare-add-shipped");
        Button other = Buttons.text(Words.of("compare.add-other"), this::chooseFolder);
        other.setId("compare-add-other");
        for (Button button : List.of(shipped, other)) {
            button.setWrapText(true);
            button.setMinHeight(USE_PREF_SIZE);
            button.disableProperty().bind(model.busyProperty());
        }
        VBox offers = new VBox(8, shipped, other);
        offers.visibleProperty().bind(model.importingProperty().not());
        offers.managedProperty().bind(offers.visibleProperty());
        return offers;
    }

    /// How far bringing features in is, and a way to end it.
    private Node progress() {
        ProgressBar bar = new ProgressBar();
        bar.progressProperty().bind(model.progressProperty().map(Progress::fraction));
        bar.setMaxWidth(Double.MAX_VALUE);
        Label words = new Label();
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        words.getStyleClass().addAll("small", "muted", "figures");
        words.textProperty().bind(model.progressProperty().map(ColumnView::stage));
        Button cancel = Buttons.text(Words.of("compare.cancel"), model::cancel);
        cancel.setId("compare-import-cancel");
        VBox progress = new VBox(8, bar, words, cancel);
        progress.visibleProperty().bind(model.importingProperty());
        progress.managedProperty().bind(progress.visibleProperty());
        return progress;
    }

    private static String stage(Progress progress) {
        return progress.stage().isEmpty() ? Words.of("shell.working") : progress.describe();
    }

    private void chooseFolder() {
        FileDialogs.folder(this, Words.of("compare.choose-an-autoencoder"), model::addFeatures);
    }

    private void show() {
        BlindRound round = model.booth().roundProperty().get();
        CompareTexts texts = model.textsProperty().get();
        boolean blind = round != null;
        boolean ready = model.booth().readyProperty().get();
        boolean some = !column.candidates().isEmpty();
        choice.setVisible(!blind && some);
        choice.setManaged(!blind && some);
        card.setVisible(!blind && some);
        card.setManaged(card.isVisible());
        note.setVisible(!blind);
        note.setManaged(!blind);
        if (round == null) {
            title.setText(CompareViewModel.name(column.method()));
            note.setText(texts.notes().get(place));
            text.setText(texts.texts().get(place), texts.baseline());
        } else {
            boolean there = place < round.order().size();
            title.setText(there ? Words.format("compare.text", (char) ('A' + place)) : "");
            boolean all =
                    ready || round.order().stream().noneMatch(i -> texts.texts().get(i).isEmpty());
            text.setText(there && all ? texts.texts().get(round.order().get(place)) : "");
        }
    }

    private void showCard(@Nullable LabelMatch match) {
        card.setContent(match == null ? null : cardOf(match.concept()));
        show();
    }

    private ConceptCard cardOf(ConceptEntry entry) {
        Runnable steer = () -> model.steer(column);
        ConceptCard made = new ConceptCard(model.session(), entry, steer, model::showConcept);
        made.setOnEvaluate(() -> model.evaluate(column));
        return made;
    }
}
