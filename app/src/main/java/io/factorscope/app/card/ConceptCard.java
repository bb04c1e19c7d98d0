package io.factorscope.app.card;

import io.factorscope.app.control.BarList;
import io.factorscope.app.control.Beside;
import io.factorscope.app.control.Fields;
import io.factorscope.app.control.Gradually;
import io.factorscope.app.control.Histogram;
import io.factorscope.app.control.Numbers;
import io.factorscope.app.control.Token;
import io.factorscope.app.control.TokenList;
import io.factorscope.app.figure.FigureMenu;
import io.factorscope.app.session.Session;
import io.factorscope.app.words.Words;
import io.factorscope.core.concept.Evidence;
import io.factorscope.core.concept.TokenScore;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.Annotations;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.project.Edit;
import io.factorscope.core.text.VisibleText;

import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// All that is known of one concept, whatever its source.
///
/// What takes time (examples by quantile, neighbours, shared neurons) is worked out away from the
/// window and appears when it is there; the parts are built one a pulse while it is in sight.
public final class ConceptCard extends VBox {
    private static final int PROJECTED = 14;
    private static final int LABELS = 5;
    private static final double DENSITY = 190;

    private final Session session;
    private final Analysis analysis;
    private final ConceptEntry entry;
    private final CardHeader header;
    private final Histogram density;
    private final TextArea note = new TextArea();
    private final ExamplesViewModel examples;
    private final KinViewModel kin;
    private final CardFigures figures;
    private final FamilySection family = new FamilySection();
    private final Gradually parts = new Gradually();
    private Subscription following = Subscription.EMPTY;

    /// A card without links to other concepts; `onSteer` is what its Steer button does.
    public ConceptCard(Session session, ConceptEntry entry, Runnable onSteer) {
        this(session, entry, onSteer, null);
    }

    /// A card; `goTo` is told the id of another concept that was chosen on it.
    public ConceptCard(
            Session session,
            ConceptEntry entry,
            Runnable onSteer,
            @Nullable Consumer<String> goTo) {
        this.session = session;
        this.entry = entry;
        this.analysis = Objects.requireNonNull(session.analysis());
        getStyleClass().add("concept-card");
        setSpacing(16);
        Evidence evidence = entry.evidence();
        header = new CardHeader(session, analysis, entry, onSteer);
        figures = new CardFigures(analysis, entry);
        density = histogram(evidence);
        examples = new ExamplesViewModel(session, analysis, entry);
        kin = new KinViewModel(session, analysis, entry);
        getChildren().add(header);
        then(() -> summary(evidence));
        then(() -> new ExamplesSection(examples, entry, density::mark));
        then(() ->
                projection(
                        Words.of("card.promotes-2"),
                        Words.of("card.promotes-meaning"),
                        entry.projection().promoted()));
        then(() ->
                projection(
                        Words.of("card.suppresses-2"),
                        Words.of("card.suppresses-meaning"),
                        entry.projection().suppressed()));
        then(() -> family);
        then(() -> new KinSection(session, analysis, entry, kin, goTo));
        then(this::notes);
        then(this::origin);
        sceneProperty().subscribe((before, now) -> follow(now != null));
    }

    private void then(Supplier<Node> part) {
        parts.then(() -> getChildren().add(part.get()));
    }

    /// While it is in a window, the card follows what is said of its concept.
    private void follow(boolean shown) {
        following.unsubscribe();
        following =
                shown
                        ? session.annotationsProperty().subscribe(this::showGiven)
                        : Subscription.EMPTY;
        if (shown) {
            parts.start();
        } else {
            parts.stop();
            examples.cancel();
            kin.cancel();
        }
    }

    private void showGiven(Annotations annotations) {
        header.show(annotations);
        figures.show(annotations);
        if (!note.isFocused()) {
            note.setText(annotations.note(entry.id()));
        }
    }

    /// Figures and label distribution at the left, density at the right.
    private Node summary(Evidence evidence) {
        List<BarList.Item> items =
                evidence.byLabel().stream()
                        .limit(LABELS)
                        .map(label ->
                                new BarList.Item(
                                        label.token(),
                                        label.value(),
                                        Numbers.percent(label.value())))
                        .toList();
        Node body =
                items.isEmpty()
                        ? new Label(Words.of("card.the-data-has-no-labels"))
                        : new BarList(items);
        Section labels =
                new Section(
                        Words.of("card.fires-by-label"),
                        Words.of("card.mean-activation-on-each-labels"),
                        () -> CardText.tokens(evidence.byLabel()),
                        body);
        Section counts =
                new Section(
                        Words.format("card.density-fires-on", Numbers.percent(evidence.fires())),
                        Words.of("card.how-many-tokens-have-which"),
                        () ->
                                evidence.histogram().stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining("\n")),
                        density);
        counts.alsoOffer(
                new FigureMenu(density, "density-" + entry.id(), this::densityCaption).button());
        counts.setMinWidth(DENSITY);
        counts.setPrefWidth(DENSITY);
        Beside both = new Beside(labels, counts, DENSITY, 24);
        return new VBox(12, figures, both);
    }

    private String densityCaption() {
        return Session.tag(entry)
                + " "
                + session.nameOf(entry)
                + ": "
                + Words.format("card.density-fires-on", Numbers.percent(entry.evidence().fires()));
    }

    private static Histogram histogram(Evidence evidence) {
        double[] counts = evidence.histogram().stream().mapToDouble(Integer::doubleValue).toArray();
        Histogram histogram = new Histogram(counts, 0, evidence.maximum()).withAxis(true);
        histogram.setId("density");
        histogram.setPrefSize(180, 92);
        return histogram;
    }

    /// What asking for the steerability does; without it there is nothing to ask. Call it before
    /// the card is in a window.
    public void setOnMeasure(Runnable action) {
        figures.setOnMeasure(action);
    }

    /// What asking for an experiment on the concept does; without it there is nothing to ask.
    public void setOnEvaluate(Runnable action) {
        header.setOnEvaluate(action);
    }

    /// Shows which neurons the concept, a tree's node, shares with its siblings.
    public void showFamily(FamilyNeurons neurons) {
        family.show(neurons);
    }

    private static Node projection(String title, String meaning, List<TokenScore> scores) {
        TokenList list = new TokenList(tokens(scores, PROJECTED));
        String most = Words.format("card.all", scores.size());
        Hyperlink all = new Hyperlink(most);
        all.getStyleClass().add("small");
        all.setOnAction(event -> {
            boolean more = all.getText().equals(most);
            list.setTokens(tokens(scores, more ? scores.size() : PROJECTED));
            all.setText(more ? Words.of("card.fewer") : most);
            all.setVisited(false);
        });
        all.setVisible(scores.size() > PROJECTED);
        return new Section(title, meaning, () -> CardText.tokens(scores), list).with(all);
    }

    private static List<Token> tokens(List<TokenScore> scores, int count) {
        return scores.stream()
                .limit(count)
                .map(score -> new Token(VisibleText.of(score.token()), score.value()))
                .toList();
    }

    private Node notes() {
        note.setId("concept-note");
        Fields.tabLeaves(note);
        note.setPromptText(Words.of("card.what-you-think-of-this"));
        note.setAccessibleText(Words.of("card.note-on-this-concept"));
        note.setWrapText(true);
        note.setPrefRowCount(2);
        note.setMinHeight(56);
        note.setText(session.annotationsProperty().get().note(entry.id()));
        note.focusedProperty()
                .subscribe(focused -> {
                    if (!focused) {
                        session.edit(new Edit.Note(entry.id(), note.getText()));
                    }
                });
        return new Section(
                Words.of("card.note-2"),
                Words.of("card.kept-with-the-analysis-ctrl"),
                note::getText,
                note);
    }

    private Node origin() {
        GridPane grid = new GridPane(12, 4);
        grid.setId("origin");
        List<CardText.Fact> facts = CardText.origin(analysis, entry);
        for (int i = 0; i < facts.size(); i++) {
            Label name = new Label(facts.get(i).name());
            name.getStyleClass().addAll("small", "muted");
            name.setMinWidth(USE_PREF_SIZE);
            Label value = new Label(facts.get(i).value());
            value.getStyleClass().add("small");
            value.setWrapText(true);
            grid.addRow(i, name, value);
        }
        return new Section(
                Words.of("card.where-it-came-from"),
                "",
                () ->
                        facts.stream()
                                .map(fact -> fact.name() + ": " + fact.value())
                                .collect(Collectors.joining("\n")),
                grid);
    }

    /// Puts the cursor into the name.
    public void focusName() {
        header.focusName();
    }

    /// Puts the cursor into the note.
    public void focusNote() {
        parts.finish();
        note.requestFocus();
    }
}
