package io.factorscope.app.factors;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.Fields;
import io.factorscope.app.control.HeatLegend;
import io.factorscope.app.control.Numbers;
import io.factorscope.app.control.Token;
import io.factorscope.app.control.TokenText;
import io.factorscope.app.session.Session;
import io.factorscope.app.words.Words;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.project.TextReading;
import io.factorscope.core.text.VisibleText;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.List;

/// Try your own text: a field, the text coloured by the concept on the card, and what is strongest
/// on it.
final class OwnTextView extends VBox {
    private static final double ONE_LINE = 32;
    private static final double TWO_LINES = 50;
    private static final int SHORT = 90;

    private final FactorsViewModel model;
    private final OwnTextViewModel own;
    private final TextArea field = new TextArea();
    private final TokenText tokens = new TokenText();
    private final FlowPane strongest = new FlowPane(8, 4);
    private final Label meaning = new Label();
    private final Label state = new Label();
    private final Label encoders = new Label();
    private final VBox results = new VBox(8);

    /// `sort` sorts the table by this text.
    OwnTextView(FactorsViewModel model, Runnable sort) {
        this.model = model;
        this.own = model.text();
        getStyleClass().add("own-text");
        buildField();
        Label name = new Label(Words.of("factors.try-your-own-text"));
        name.getStyleClass().add("section");
        name.setMinWidth(USE_PREF_SIZE);
        name.setLabelFor(field);
        state.setId("own-text-state");
        state.getStyleClass().add("small");
        state.setWrapText(true);
        HBox.setHgrow(field, Priority.ALWAYS);
        HBox line = new HBox(name, field);
        line.getStyleClass().add("row");
        tokens.setId("own-tokens");
        tokens.setTips(this::tip);
        tokens.setOnChoose(own::toggle);
        ScrollPane scroll = new ScrollPane(tokens);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        scroll.setMaxHeight(104);
        scroll.setFocusTraversable(false);
        strongest.setId("own-strongest");
        strongest.getStyleClass().add("strongest");
        encoders.setId("own-encoders");
        encoders.getStyleClass().addAll("small", "muted");
        encoders.setWrapText(true);
        results.getChildren().addAll(legendLine(sort), scroll, strongest, encoders);
        getChildren().addAll(line, state, results);
        own.readingProperty().subscribe(this::show);
        own.focusProperty()
                .subscribe(focus -> {
                    showStrongest();
                    sayEncoders();
                });
        own.tokenProperty().subscribe(token -> colour());
        model.selectedProperty().subscribe(entry -> colour());
        own.busyProperty().subscribe(busy -> say());
        own.problemProperty().subscribe(problem -> say());
        model.session().annotationsProperty().subscribe(annotations -> showStrongest());
    }

    private void buildField() {
        field.setId("own-text");
        field.setPromptText(Words.of("factors.type-or-paste-a-sentence"));
        field.setAccessibleText(Words.of("factors.your-own-text"));
        field.setWrapText(true);
        field.textProperty().bindBidirectional(own.textProperty());
        field.textProperty()
                .subscribe(typed -> {
                    boolean isShort = typed.length() < SHORT && typed.indexOf('\n') < 0;
                    field.setPrefHeight(isShort ? ONE_LINE : TWO_LINES);
                });
        field.setMinHeight(ONE_LINE);
        Fields.tabLeaves(field);
        field.addEventFilter(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE && !field.getText().isEmpty()) {
                        field.clear();
                        event.consume();
                    }
                });
    }

    private Node legendLine(Runnable sort) {
        meaning.getStyleClass().addAll("small", "muted");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button order = Buttons.text(Words.of("factors.sort-the-table-by-this"), sort);
        order.setId("sort-by-text");
        order.getStyleClass().addAll("flat", "small");
        HBox line =
                new HBox(
                        meaning,
                        HeatLegend.oneSided(Words.of("factors.value-as-a-share-of")),
                        gap,
                        order);
        line.getStyleClass().add("row");
        return line;
    }

    private void say() {
        String problem = own.problemProperty().get();
        state.setText(
                !problem.isEmpty()
                        ? problem
                        : own.busyProperty().get() ? Words.of("factors.reading") : "");
        state.getStyleClass().removeAll("problem", "muted");
        state.getStyleClass().add(problem.isEmpty() ? "muted" : "problem");
        // A word for each key pressed would only flicker.
        boolean shown = !problem.isEmpty() || (own.busyProperty().get() && !results.isVisible());
        state.setVisible(shown);
        state.setManaged(shown);
    }

    private void show(TextReading reading) {
        boolean any = !reading.tokens().isEmpty();
        results.setVisible(any);
        results.setManaged(any);
        List<Token> shown = new ArrayList<>();
        for (String token : reading.tokens()) {
            shown.add(new Token(VisibleText.of(token), 0));
        }
        tokens.setTokens(shown, -1);
        colour();
        say();
    }

    private void colour() {
        ConceptEntry entry = model.selectedProperty().get();
        List<Double> shares = own.shares(entry);
        if (shares.size() >= tokens.getChildren().size()) {
            tokens.setValues(shares, own.tokenProperty().get());
        }
        meaning.setText(entry == null ? "" : Words.format("factors.coloured-by", words(entry)));
        sayEncoders();
    }

    private void sayEncoders() {
        String line = own.withoutEncoder(model.selectedProperty().get());
        encoders.setText(line);
        encoders.setVisible(!line.isEmpty());
        encoders.setManaged(!line.isEmpty());
    }

    private String words(ConceptEntry entry) {
        return Session.tag(entry) + " " + model.session().nameOf(entry);
    }

    private String tip(int token) {
        ConceptEntry entry = model.selectedProperty().get();
        TextReading reading = own.readingProperty().get();
        if (entry == null || token >= reading.tokens().size()) {
            return "";
        }
        String text = VisibleText.of(reading.tokens().get(token));
        String measure =
                reading.isCosine(entry.id())
                        ? Words.of("factors.own-cosine")
                        : Words.of("factors.own-activation");
        String value = Numbers.plain(reading.value(entry.id(), token));
        if (!OwnTextViewModel.isShared(reading, entry)) {
            return Words.format("factors.own-token-tip", text, measure, value, token + 1);
        }
        String share = Numbers.percent(own.shares(entry).get(token));
        return Words.format("factors.own-token-share-tip", text, measure, value, share, token + 1);
    }

    private void showStrongest() {
        int token = own.tokenProperty().get();
        List<String> read = own.readingProperty().get().tokens();
        String where =
                token == OwnTextViewModel.WHOLE || token >= read.size()
                        ? Words.of("factors.strongest-on-the-text")
                        : Words.format("factors.strongest-on", VisibleText.of(read.get(token)));
        Label title = new Label(where);
        title.getStyleClass().add("section");
        List<Node> nodes = new ArrayList<>();
        nodes.add(title);
        for (OwnTextViewModel.Strong strong : own.focusProperty().get().strongest()) {
            String share = Numbers.plain(strong.share());
            Button go =
                    Buttons.text(
                            words(strong.entry()) + "  " + share,
                            () -> model.goTo(strong.entry().id()));
            go.getStyleClass().addAll("small", "concept-link");
            nodes.add(go);
        }
        if (nodes.size() == 1) {
            Label none = new Label(Words.of("factors.nothing-fires"));
            none.getStyleClass().addAll("small", "muted");
            nodes.add(none);
        }
        strongest.getChildren().setAll(nodes);
    }

    void focusField() {
        field.requestFocus();
    }
}
