package io.factorscope.app.evaluate;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.Fields;
import io.factorscope.app.control.Tips;
import io.factorscope.app.words.Words;

import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
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
import javafx.stage.FileChooser;

import java.io.File;

/// The form of a new run: few fields with the method's defaults, the rest behind "More"; the
/// estimate; Run.
final class FormPane extends ScrollPane {
    private final EvaluateViewModel model;
    private final EvaluateForm form;

    FormPane(EvaluateViewModel model) {
        this.model = model;
        this.form = model.form();
        setId("run-form");
        setFitToWidth(true);
        Label title = new Label(Words.of("evaluate.new-run-title"));
        title.getStyleClass().add("page-title");
        VBox body = new VBox(title, what(), numbers(), judge(), more(), end());
        body.getStyleClass().add("page-body");
        setContent(body);
        InvalidationListener changed = field -> model.estimate().refresh();
        for (Observable field : form.fields()) {
            field.addListener(changed);
        }
    }

    private Node what() {
        ComboBox<EvaluateForm.What> what =
                Fields.choice(form.what, EvaluateForm.What.values(), FormPane::words);
        what.setId("what");
        Tips.install(what, Words.of("evaluate.what-tip"));
        HBox methods =
                new HBox(
                        12,
                        Fields.check("SNMF", Words.of("evaluate.snmf-tip"), form.snmf),
                        Fields.check("SAE", Words.of("evaluate.sae-tip"), form.sae),
                        Fields.check(
                                "DiffMeans", Words.of("evaluate.diffmeans-tip"), form.diffMeans));
        methods.getStyleClass().add("row");
        TextField data = new TextField();
        data.setId("labelled-data");
        data.setPrefColumnCount(22);
        data.setAccessibleText(Words.of("evaluate.data"));
        data.textProperty().bindBidirectional(form.data);
        data.setPromptText(Words.of("evaluate.shipped-sentences"));
        Tips.install(data, Words.of("evaluate.data-tip"));
        HBox file = Fields.named(Words.of("evaluate.data"), data);
        file.getChildren().add(Buttons.text(Words.of("evaluate.browse"), this::chooseData));
        return new VBox(
                12,
                Fields.wrapping(
                        Fields.named(Words.of("evaluate.measure"), what),
                        Fields.named(Words.of("evaluate.methods"), methods)),
                file);
    }

    private static String words(EvaluateForm.What what) {
        return switch (what) {
            case FULL -> Words.of("evaluate.detection-and-steering");
            case DETECTION -> Words.of("evaluate.detection");
            case STEERING -> Words.of("evaluate.steering");
        };
    }

    private void chooseData() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(Words.of("evaluate.data-tip"));
        File chosen = chooser.showOpenDialog(getScene().getWindow());
        if (chosen != null) {
            form.data.set(chosen.toString());
        }
    }

    private Node numbers() {
        return Fields.wrapping(
                Fields.field(
                        Words.of("evaluate.sentences"),
                        Words.of("evaluate.sentences-tip"),
                        form.sentences,
                        3,
                        "sentences"),
                Fields.field(
                        Words.of("evaluate.texts-a-push"),
                        Words.of("evaluate.texts-tip"),
                        form.samples,
                        3,
                        "samples"),
                Fields.field(
                        Words.of("evaluate.pushes"),
                        Words.of("evaluate.pushes-tip"),
                        form.targets,
                        22,
                        "targets"));
    }

    private Node judge() {
        ComboBox<JudgeKind> who = Fields.choice(form.judge, JudgeKind.values(), JudgeKind::words);
        who.setItems(model.judges().kinds());
        who.setId("judge");
        Tips.install(who, Words.of("evaluate.judge-tip"));
        Label missing = new Label();
        missing.setId("missing-keys");
        missing.textProperty().bind(model.judges().missingProperty());
        missing.getStyleClass().addAll("small", "muted");
        missing.setWrapText(true);
        FlowPane chat =
                Fields.wrapping(
                        Fields.field(
                                Words.of("evaluate.chat-model"),
                                Words.of("evaluate.chat-model-tip"),
                                form.chatModel,
                                14,
                                "chat-model"),
                        Fields.field(
                                Words.of("evaluate.address"),
                                Words.of("evaluate.address-tip"),
                                form.chatBase,
                                20,
                                "chat-base"),
                        Fields.field(
                                Words.of("evaluate.calls-at-most"),
                                Words.of("evaluate.calls-tip"),
                                form.calls,
                                6,
                                "calls"),
                        Fields.check(
                                Words.of("evaluate.agree"),
                                Words.of("evaluate.agree-tip"),
                                form.agreed));
        form.judge.subscribe(kind -> {
            boolean asks = kind != null && kind.service() != null;
            shown(chat, asks);
            shown(chat.getChildren().get(1), kind == JudgeKind.COMPATIBLE);
            shown(chat.getChildren().get(3), asks && kind.paid());
        });
        shown(missing, !missing.getText().isEmpty());
        missing.textProperty().subscribe(text -> shown(missing, !text.isEmpty()));
        HBox named = Fields.named(Words.of("evaluate.judge"), who);
        VBox all = new VBox(8, named, chat, missing);
        form.what.subscribe(what -> shown(all, what != EvaluateForm.What.DETECTION));
        return all;
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
                        reference);
        TitledPane pane = new TitledPane(Words.of("evaluate.more"), fields);
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
            default -> Words.of("evaluate.sae-folder-tip");
        };
    }

    private Node end() {
        Label estimate = new Label();
        estimate.setId("run-estimate");
        estimate.setWrapText(true);
        estimate.textProperty().bind(model.estimate().lineProperty());
        Button run = Buttons.text(Words.of("evaluate.run"), model::run);
        run.setId("run");
        run.getStyleClass().add("accent");
        run.setMinWidth(USE_PREF_SIZE);
        InvalidationListener able = changed -> run.setDisable(!model.mayRun());
        model.runningProperty().addListener(able);
        for (Observable on : new Observable[] {form.agreed, form.calls, form.judge, form.what}) {
            on.addListener(able);
        }
        HBox row = new HBox(12, run, estimate);
        row.getStyleClass().add("row");
        return row;
    }

    private static void shown(Node node, boolean on) {
        node.setVisible(on);
        node.setManaged(on);
    }
}
