package io.factorscope.app.card;

import io.factorscope.app.control.Gradually;
import io.factorscope.app.control.Numbers;
import io.factorscope.app.control.Token;
import io.factorscope.app.control.TokenStrip;
import io.factorscope.app.control.TokenText;
import io.factorscope.app.words.Words;
import io.factorscope.core.concept.Context;
import io.factorscope.core.concept.Examples;
import io.factorscope.core.concept.TokenScore;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.text.VisibleText;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Where a concept fires: tokens in context, from the strongest down to any.
final class ExamplesSection extends VBox {
    private static final int FIRST = 12;
    private static final int AT_ONCE = 2;

    private final ExamplesViewModel model;
    private final ConceptEntry entry;
    private final double maximum;
    private final DoubleConsumer onHover;
    private final VBox body = new VBox(2);
    private final Gradually lines = new Gradually();

    /// `onHover` is told the value of the token under the mouse, NaN when it leaves.
    ExamplesSection(ExamplesViewModel model, ConceptEntry entry, DoubleConsumer onHover) {
        this.model = model;
        this.entry = entry;
        this.maximum = entry.evidence().maximum();
        this.onHover = onHover;
        body.setId("examples");
        getChildren()
                .add(
                        new Section(
                                        Words.of("card.fires-on"),
                                        Words.of("card.tokens-with-their-text"),
                                        this::copied,
                                        body)
                                .with(ranges(), widths()));
        model.bandsProperty().subscribe(this::show);
        model.problemProperty()
                .subscribe(problem -> {
                    if (!problem.isEmpty()) {
                        lines.forget();
                        body.getChildren().setAll(words(problem, "problem"));
                    }
                });
    }

    private Node ranges() {
        ToggleGroup group = new ToggleGroup();
        HBox box = new HBox();
        List<String> pills = List.of("left-pill", "center-pill", "right-pill");
        for (ExamplesViewModel.Range range : ExamplesViewModel.Range.values()) {
            ToggleButton button = new ToggleButton(range.words());
            button.setId("range-" + range.words().toLowerCase(java.util.Locale.ROOT));
            button.getStyleClass().addAll(pills.get(box.getChildren().size()), "small", "dense");
            button.setMinWidth(USE_PREF_SIZE);
            button.setToggleGroup(group);
            button.setOnAction(event -> model.rangeProperty().set(range));
            model.rangeProperty().subscribe(now -> button.setSelected(now == range));
            box.getChildren().add(button);
        }
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private Node widths() {
        ComboBox<ExamplesViewModel.Width> box = new ComboBox<>();
        box.setId("context-width");
        box.setMinWidth(0);
        box.getStyleClass().addAll("small", "dense");
        box.getItems().setAll(ExamplesViewModel.Width.values());
        box.setAccessibleText(Words.of("card.how-much-text-around-a"));
        box.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(ExamplesViewModel.Width width) {
                        return width.words();
                    }

                    @Override
                    public ExamplesViewModel.Width fromString(String text) {
                        throw new UnsupportedOperationException("not editable");
                    }
                });
        box.valueProperty().bindBidirectional(model.widthProperty());
        return box;
    }

    private static Label words(String text, String style) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.getStyleClass().addAll("small", style);
        return label;
    }

    private void show(List<Examples.Band> bands) {
        List<Supplier<Node>> nodes = new ArrayList<>();
        for (Examples.Band band : bands) {
            if (band.kind() == Examples.Kind.QUANTILE) {
                nodes.add(() -> words(title(band), "muted"));
            }
            band.contexts().stream().limit(FIRST).forEach(each -> nodes.add(() -> line(each)));
        }
        if (nodes.isEmpty()) {
            nodes.add(() -> words(Words.of("card.this-concept-never-fires-on"), "muted"));
        }
        lines.forget();
        for (int from = 0; from < nodes.size(); from += AT_ONCE) {
            int first = from;
            lines.then(() -> put(nodes, first));
        }
        lines.start();
    }

    /// Puts a few lines in place of those that are there; after the last, the rest goes.
    private void put(List<Supplier<Node>> nodes, int from) {
        List<Node> there = body.getChildren();
        int to = Math.min(nodes.size(), from + AT_ONCE);
        int over = to == nodes.size() ? there.size() : Math.min(there.size(), to);
        there.subList(Math.min(from, over), over).clear();
        there.addAll(from, nodes.subList(from, to).stream().map(Supplier::get).toList());
    }

    private String title(Examples.Band band) {
        return String.format(
                Words.of("card.of-its-active-tokens-to"),
                100 * band.fromQuantile(),
                100 * band.toQuantile(),
                Numbers.plain(share(band.least())),
                Numbers.plain(share(band.most())),
                band.tokens());
    }

    private double share(double value) {
        return maximum == 0 ? 0 : value / maximum;
    }

    private Node line(Context context) {
        List<Token> tokens =
                context.tokens().stream()
                        .map(t -> new Token(VisibleText.of(t.token()), share(t.value())))
                        .toList();
        IntFunction<String> tips = at -> tip(context, at);
        IntConsumer hover =
                at -> onHover.accept(at < 0 ? Double.NaN : context.tokens().get(at).value());
        Node strip;
        if (model.widthProperty().get() == ExamplesViewModel.Width.LINE) {
            TokenStrip one = new TokenStrip(tokens, context.center(), tips, hover);
            one.setAnchor(0.42);
            strip = one;
        } else {
            TokenText text = new TokenText();
            text.setTips(tips);
            text.setOnHover(hover);
            text.setTokens(tokens, context.center());
            text.getStyleClass().add("example-text");
            strip = text;
        }
        HBox.setHgrow(strip, Priority.ALWAYS);
        Label value = new Label(Numbers.plain(share(context.value())));
        value.getStyleClass().add("number");
        value.setMinWidth(44);
        HBox line = new HBox(strip, value);
        line.getStyleClass().add("row");
        return line;
    }

    private String tip(Context context, int at) {
        TokenScore token = context.tokens().get(at);
        int row = context.row() - context.center() + at;
        String label =
                context.label().isEmpty() ? "" : Words.format("card.labelled", context.label());
        return Words.format(
                        "card.token-of-text",
                        VisibleText.of(token.token()),
                        Numbers.plain(token.value()),
                        Numbers.percent(share(token.value())),
                        model.position(row),
                        context.sample() + 1)
                + label;
    }

    private String copied() {
        return model.bandsProperty().get().stream()
                .flatMap(band -> band.contexts().stream())
                .map(context -> CardText.line(context, entry))
                .collect(Collectors.joining("\n"));
    }
}
