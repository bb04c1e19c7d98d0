package io.factorscope.app.start;

import atlantafx.base.theme.Styles;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.Fields;
import io.factorscope.app.control.FileDialogs;
import io.factorscope.app.control.Tips;
import io.factorscope.app.words.Words;
import io.factorscope.core.hook.Site;

import javafx.css.PseudoClass;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.controlsfx.control.textfield.TextFields;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The four steps of a new analysis: model, text, where, how; what few change is behind More.
final class FitFormView extends VBox {
    private static final PseudoClass BROKEN = PseudoClass.getPseudoClass("broken");

    /// Offered while it is not known how many layers the model has.
    private static final int LAYERS = 64;

    private final StartViewModel model;
    private final FitForm form;
    private final Runnable onGetModel;
    private final GridPane grid = new GridPane();

    FitFormView(StartViewModel model, Runnable onGetModel) {
        super(12);
        this.model = model;
        this.form = model.form();
        this.onGetModel = onGetModel;
        grid.setHgap(16);
        grid.setVgap(12);
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(56);
        ColumnConstraints fields = new ColumnConstraints();
        fields.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().setAll(names, fields);
        row(0, Words.of("start.model"), model());
        row(1, Words.of("start.text"), text());
        row(2, Words.of("start.where"), where());
        row(3, Words.of("start.how"), how());
        TitledPane more = new TitledPane(Words.of("start.more"), new FitMore(form));
        more.setExpanded(false);
        more.setAnimated(false);
        more.setId("more");
        more.getStyleClass().add(Styles.DENSE);
        getChildren().addAll(grid, more);
    }

    private void row(int row, String name, Node field) {
        Label label = new Label(name);
        label.getStyleClass().add("strong");
        label.setMinHeight(28);
        label.setMinWidth(USE_PREF_SIZE);
        GridPane.setValignment(label, VPos.TOP);
        grid.add(label, 0, row);
        grid.add(field, 1, row);
    }

    private Node model() {
        TextField folder = TextFields.createClearableTextField();
        folder.setId("model");
        folder.setPromptText(Words.of("start.storyteller-embedded"));
        folder.setAccessibleText(Words.of("start.model-folder-gguf-file-or"));
        Tips.install(folder, Words.of("start.a-folder-with-config-json"));
        folder.textProperty().bindBidirectional(form.model);
        HBox.setHgrow(folder, Priority.ALWAYS);
        MenuButton choose = new MenuButton(Words.of("start.choose"));
        choose.setId("choose-model");
        choose.setMinWidth(USE_PREF_SIZE);
        choose.setOnShowing(event -> model.choice().list());
        model.choice()
                .names()
                .subscribe(() -> choose.getItems().setAll(choices(model.choice().names())));
        choose.getItems().setAll(choices(model.choice().names()));
        Button get = Buttons.text(Words.of("start.get-a-model"), onGetModel);
        get.setId("get-model");
        get.setMinWidth(USE_PREF_SIZE);
        Tips.install(get, Words.of("start.download-a-model-from-the"));
        get.visibleProperty()
                .bind(
                        model.session()
                                .preferences()
                                .settings()
                                .property()
                                .map(settings -> !settings.offline()));
        get.managedProperty().bind(get.visibleProperty());
        return new VBox(4, new HBox(8, folder, choose, get), described());
    }

    private List<MenuItem> choices(List<String> names) {
        List<MenuItem> items = new ArrayList<>();
        for (String name : names) {
            items.add(item(name, () -> form.model.set(name)));
        }
        items.add(new SeparatorMenuItem());
        items.add(
                item(
                        Words.of("start.folder"),
                        () ->
                                FileDialogs.folder(
                                        this,
                                        Words.of("start.choose-a-model-folder"),
                                        this::take)));
        items.add(
                item(
                        Words.of("start.gguf-file"),
                        () ->
                                FileDialogs.open(
                                        this,
                                        Words.of("start.choose-a-gguf-file"),
                                        List.of("gguf"),
                                        this::take)));
        return items;
    }

    private void take(Path chosen) {
        form.model.set(chosen.toString());
    }

    private static MenuItem item(String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        // A name may hold an underscore, which would else mark a letter as its key.
        item.setMnemonicParsing(false);
        item.setOnAction(event -> action.run());
        return item;
    }

    private Node described() {
        Label line = new Label();
        line.setId("model-line");
        line.setWrapText(true);
        line.getStyleClass().addAll("small", "muted", "model-line");
        line.textProperty().bind(model.choice().lineProperty());
        model.choice()
                .usableProperty()
                .subscribe(usable -> line.pseudoClassStateChanged(BROKEN, !usable));
        model.choice().follow();
        return line;
    }

    private Node text() {
        TextField file = TextFields.createClearableTextField();
        file.setId("data");
        file.setPromptText(Words.of("start.story-concepts-960-labelled-sentences"));
        file.setAccessibleText(Words.of("start.data-file"));
        Tips.install(file, Words.of("start.json-csv-with-prompt-label"));
        file.textProperty().bindBidirectional(form.data);
        TextArea pasted = new TextArea();
        pasted.setId("pasted");
        Fields.tabLeaves(pasted);
        pasted.setPromptText(Words.of("start.or-paste-text-one-sentence"));
        pasted.setAccessibleText(Words.of("start.pasted-text"));
        pasted.setPrefRowCount(2);
        pasted.textProperty().bindBidirectional(form.pasted);
        Button choose =
                Buttons.text(
                        Words.of("start.file"),
                        () ->
                                FileDialogs.open(
                                        this,
                                        Words.of("start.choose-a-data-set"),
                                        List.of(),
                                        chosen -> form.data.set(chosen.toString())));
        choose.setId("choose-data");
        choose.setMinWidth(USE_PREF_SIZE);
        HBox.setHgrow(file, Priority.ALWAYS);
        return new VBox(8, new HBox(8, file, choose), pasted);
    }

    private Node where() {
        ComboBox<Integer> layer = new ComboBox<>();
        layer.setId("layer");
        layer.setAccessibleText(Words.of("start.layer"));
        layer.setVisibleRowCount(12);
        model.choice().layersProperty().subscribe(count -> offer(layer, count.intValue()));
        layer.valueProperty().bindBidirectional(form.layer);
        ComboBox<Site> site = Fields.choice(form.site, Site.values(), FitFormView::siteName);
        site.setId("site");
        site.setAccessibleText(Words.of("start.hook"));
        Tips.install(site, Words.of("start.what-is-read-in-that"));
        return Fields.wrapping(
                Fields.named(Words.of("start.layer"), layer),
                Fields.named(Words.of("start.hook"), site));
    }

    /// The model's layers; one that it lacks becomes its last.
    private void offer(ComboBox<Integer> layer, int known) {
        int count = known == 0 ? LAYERS : known;
        if (layer.getItems().size() == count) {
            return;
        }
        int wanted = Math.min(form.layer.get(), count - 1);
        layer.getItems().setAll(IntStream.range(0, count).boxed().toList());
        form.layer.set(wanted);
    }

    private static String siteName(Site site) {
        return switch (site) {
            case MLP_IN -> Words.of("start.mlp-input-hook-mlp-in");
            case MLP_POST -> Words.of("start.mlp-neurons-mlp-hook-post");
            case MLP_OUT -> Words.of("start.mlp-output-hook-mlp-out");
            case RESID_POST -> Words.of("start.residual-stream-hook-resid-post");
        };
    }

    private Node how() {
        return Fields.wrapping(
                Fields.field("K", Words.of("start.how-many-factors-to-find"), form.rank, 4, "rank"),
                Fields.field(
                        Words.of("start.sparsity-2"),
                        Words.of("start.share-of-neurons-that-each"),
                        form.sparsity,
                        4,
                        "sparsity"),
                Fields.field(
                        Words.of("start.seed"),
                        Words.of("start.the-same-seed-gives-the"),
                        form.seed,
                        4,
                        "seed"));
    }
}
