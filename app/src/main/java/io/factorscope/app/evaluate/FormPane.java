package io.factorscope.app.evaluate;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.Fields;
import io.factorscope.app.control.FileDialogs;
import io.factorscope.app.control.Tips;
import io.factorscope.app.words.Words;

import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import java.util.List;

/// The form of a new run: few fields with the method's defaults, the rest behind "More"; the
/// estimate; Run.
final class FormPane extends ScrollPane {
    /// What only a fit needs.
    private static final List<String> FITS =
            List.of("model", "layer", "factors", "iterations", "share", "sae-folder", "sae-hook");

    private final EvaluateViewModel model;
    private final NewRun run;
    private final EvaluateForm form;

    FormPane(EvaluateViewModel model) {
        this.model = model;
        this.run = model.fresh();
        this.form = run.form();
        setId("run-form");
        setFitToWidth(true);
        Label title = new Label(Words.of("evaluate.new-run-title"));
        title.getStyleClass().add("page-title");
        VBox body = new VBox(title, what(), numbers(), new ChatPane(run), more(), end());
        body.getStyleClass().add("page-body");
        setContent(body);
        run.onChange(run.estimate()::refresh);
    }

    private Node what() {
        ComboBox<EvaluateForm.What> what =
                Fields.choice(form.what, EvaluateForm.What.values(), FormPane::words);
        what.setId("what");
        Tips.install(what, Words.of("evaluate.what-tip"));
        ComboBox<ConceptChoice.Which> which =
                Fields.choice(
                        run.concepts().whichProperty(),
                        ConceptChoice.Which.values(),
                        FormPane::words);
        which.setId("which-concepts");
        Tips.install(which, Words.of("evaluate.which-tip"));
        Node methods = methods();
        ConceptsPane concepts = new ConceptsPane(run);
        run.concepts()
                .whichProperty()
                .subscribe(now -> {
                    shown(methods, now == ConceptChoice.Which.BEST);
                    shown(concepts, now == ConceptChoice.Which.CHOSEN);
                });
        return new VBox(
                12,
                Fields.wrapping(
                        Fields.named(Words.of("evaluate.measure"), what),
                        Fields.named(Words.of("evaluate.concepts"), which)),
                methods,
                concepts,
                data());
    }

    private Node methods() {
        HBox methods =
                new HBox(
                        12,
                        Fields.check("SNMF", Words.of("evaluate.snmf-tip"), form.snmf),
                        Fields.check("SAE", Words.of("evaluate.sae-tip"), form.sae),
                        Fields.check(
                                "DiffMeans", Words.of("evaluate.diffmeans-tip"), form.diffMeans));
        methods.getStyleClass().add("row");
        return Fields.named(Words.of("evaluate.methods"), methods);
    }

    private Node data() {
        TextField data = new TextField();
        data.setId("labelled-data");
        data.setPrefColumnCount(22);
        data.setAccessibleText(Words.of("evaluate.data"));
        data.textProperty().bindBidirectional(form.data);
        data.setPromptText(Words.of("evaluate.shipped-sentences"));
        Tips.install(data, Words.of("evaluate.data-tip"));
        Button browse = Buttons.text(Words.of("evaluate.browse"), this::chooseData);
        browse.setId("browse-data");
        browse.setMinWidth(USE_PREF_SIZE);
        Label why = why(Words.of("evaluate.no-data-needed"));
        HBox file = Fields.named(Words.of("evaluate.data"), data);
        file.getChildren().addAll(browse, why);
        follow(() -> {
            boolean unneeded = run.concepts().isChosen() && run.chat().writes(run.use());
            data.setDisable(unneeded);
            browse.setDisable(unneeded);
            shown(why, unneeded);
        });
        return file;
    }

    /// Says why something cannot be chosen.
    static Label why(String words) {
        Label why = new Label(words);
        why.getStyleClass().addAll("small", "muted");
        why.setWrapText(true);
        return why;
    }

    /// Does something now and after every change of a field.
    private void follow(Runnable show) {
        show.run();
        run.onChange(show);
    }

    private static String words(ConceptChoice.Which which) {
        return switch (which) {
            case BEST -> Words.of("evaluate.best-for-each-label");
            case CHOSEN -> Words.of("evaluate.of-the-open-analysis");
        };
    }

    private static String words(EvaluateForm.What what) {
        return switch (what) {
            case FULL -> Words.of("evaluate.detection-and-steering");
            case DETECTION -> Words.of("evaluate.detection");
            case STEERING -> Words.of("evaluate.steering");
        };
    }

    private void chooseData() {
        FileDialogs.open(
                this,
                Words.of("evaluate.choose-data"),
                List.of(),
                chosen -> form.data.set(chosen.toString()));
    }

    private Node numbers() {
        HBox sentences =
                Fields.field(
                        Words.of("evaluate.sentences"),
                        Words.of("evaluate.sentences-tip"),
                        form.sentences,
                        3,
                        "sentences");
        ComboBox<ChatForm.Sentences> source =
                Fields.choice(run.chat().sentences, ChatForm.Sentences.values(), FormPane::words);
        source.setId("sentence-source");
        source.setAccessibleText(Words.of("evaluate.sentence-source"));
        Tips.install(source, Words.of("evaluate.sentence-source-tip"));
        source.setMinWidth(USE_PREF_SIZE);
        Label why = why(Words.of("evaluate.written-needs-a-service"));
        Node wrapped = Fields.wrapping(new HBox(8, sentences, source), why);
        follow(() -> {
            source.setDisable(!run.chat().there());
            shown(source, run.use().scores());
            shown(why, run.use().scores() && !run.chat().there());
        });
        Node texts =
                Fields.field(
                        Words.of("evaluate.texts-a-push"),
                        Words.of("evaluate.texts-tip"),
                        form.samples,
                        3,
                        "samples");
        Node pushes =
                Fields.field(
                        Words.of("evaluate.pushes"),
                        Words.of("evaluate.pushes-tip"),
                        form.targets,
                        22,
                        "targets");
        return new VBox(12, wrapped, Fields.wrapping(texts, pushes));
    }

    private static String words(ChatForm.Sentences from) {
        return switch (from) {
            case HELD_OUT -> Words.of("evaluate.held-out");
            case WRITTEN -> Words.of("evaluate.written");
        };
    }

    private Node more() {
        CheckBox reference =
                Fields.check(
                        Words.of("evaluate.reference"),
                        Words.of("evaluate.reference-tip"),
                        form.reference);
        FlowPane fields =
                Fields.wrapping(
                        more(Words.of("evaluate.model"), "model", form.model, 14),
                        more(Words.of("evaluate.layer"), "layer", form.layer, 3),
                        more(Words.of("evaluate.factors"), "factors", form.rank, 4),
                        more(Words.of("evaluate.sparsity"), "sparsity", form.sparsity, 3),
                        more(Words.of("evaluate.iterations"), "iterations", form.iterations, 4),
                        more(Words.of("evaluate.seed"), "seed", form.seed, 4),
                        more(Words.of("evaluate.training-share"), "share", form.share, 3),
                        more(Words.of("evaluate.tokens"), "tokens", form.tokens, 3),
                        more(Words.of("evaluate.directions"), "directions", form.directions, 3),
                        more(Words.of("evaluate.prompt"), "prompt", form.prompt, 14),
                        more(Words.of("evaluate.before"), "before", form.before, 22),
                        more(Words.of("evaluate.autoencoder"), "sae-folder", form.saeFolder, 18),
                        more(Words.of("evaluate.sae-hook"), "sae-hook", form.saeHook, 14),
                        reference);
        Label why = why("");
        why.setId("not-fitted");
        follow(() -> {
            boolean chosen = run.concepts().isChosen();
            shown(why, chosen && run.concepts().hasAnalysis());
            why.setText(Words.format("evaluate.not-fitted", run.concepts().modelName()));
            for (Node field : fields.getChildren()) {
                boolean fits = FITS.stream().anyMatch(id -> field.lookup("#run-" + id) != null);
                field.setDisable(chosen && fits);
            }
        });
        TitledPane pane = new TitledPane(Words.of("evaluate.more"), new VBox(8, fields, why));
        pane.setId("more");
        pane.setExpanded(false);
        pane.setAnimated(false);
        return pane;
    }

    private static Node more(String name, String id, StringProperty value, int columns) {
        return Fields.field(name, tip(id), value, columns, "run-" + id);
    }

    private static String tip(String id) {
        return switch (id) {
            case "model" -> Words.of("evaluate.model-tip");
            case "layer" -> Words.of("evaluate.layer-tip");
            case "factors" -> Words.of("evaluate.factors-tip");
            case "sparsity" -> Words.of("evaluate.sparsity-tip");
            case "iterations" -> Words.of("evaluate.iterations-tip");
            case "seed" -> Words.of("evaluate.seed-tip");
            case "share" -> Words.of("evaluate.share-tip");
            case "tokens" -> Words.of("evaluate.tokens-tip");
            case "directions" -> Words.of("evaluate.directions-tip");
            case "prompt" -> Words.of("evaluate.prompt-tip");
            case "before" -> Words.of("evaluate.before-tip");
            case "sae-hook" -> Words.of("evaluate.sae-hook-tip");
            default -> Words.of("evaluate.sae-folder-tip");
        };
    }

    private Node end() {
        Label estimate = new Label();
        estimate.setId("run-estimate");
        estimate.setWrapText(true);
        estimate.textProperty().bind(run.estimate().lineProperty());
        Button button = Buttons.text(Words.of("evaluate.run"), model::run);
        button.setId("run");
        button.getStyleClass().add("accent");
        button.setMinWidth(USE_PREF_SIZE);
        model.runningProperty().subscribe(item -> button.setDisable(!model.mayRun()));
        follow(() -> button.setDisable(!model.mayRun()));
        Button small = Buttons.text(Words.of("evaluate.first-look"), form::small);
        small.setId("first-look");
        small.setMinWidth(USE_PREF_SIZE);
        Tips.install(small, Words.of("evaluate.first-look-tip"));
        HBox row = new HBox(12, button, small, estimate);
        row.getStyleClass().add("row");
        return row;
    }

    static void shown(Node node, boolean on) {
        node.setVisible(on);
        node.setManaged(on);
    }
}
