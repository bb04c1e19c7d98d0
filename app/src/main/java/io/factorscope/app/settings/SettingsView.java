package io.factorscope.app.settings;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.FileDialogs;
import io.factorscope.app.control.Tips;
import io.factorscope.app.words.Words;
import io.factorscope.core.job.Progress;
import io.factorscope.core.model.ModelShelf;
import io.factorscope.core.project.UserFolders;
import io.factorscope.core.tensor.CacheFolder;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.Property;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// Left: looks and files. Right: where models run, the GPU, the network.
public final class SettingsView extends ScrollPane {
    private final SettingsViewModel model;

    /// A view of the model; `onCopyDiagnostics` puts what a bug report needs on the clipboard,
    /// `onSaveReport` writes what of it tells nothing of a person.
    public SettingsView(
            SettingsViewModel model, Runnable onCopyDiagnostics, Runnable onSaveReport) {
        this.model = model;
        VBox left = column(looks(), files(onCopyDiagnostics, onSaveReport));
        VBox right = column(computing(), gpu(), network());
        HBox page = new HBox(24, left, right);
        page.setPadding(new Insets(24));
        page.setMaxWidth(1000);
        setContent(page);
        setFitToWidth(true);
        getStyleClass().add("edge-to-edge");
    }

    private static VBox column(Node... panels) {
        VBox column = new VBox(16, panels);
        column.setPrefWidth(360);
        HBox.setHgrow(column, Priority.ALWAYS);
        return column;
    }

    private Node looks() {
        ComboBox<String> theme =
                choice(model.themeProperty(), SettingsViewModel.THEMES, SettingsView::themeName);
        theme.setId("theme");
        ComboBox<Integer> size =
                choice(
                        model.fontPercentProperty(),
                        SettingsViewModel.SIZES,
                        percent -> percent + " %");
        size.setId("font-percent");
        return section(
                Words.of("settings.looks"),
                row(Words.of("settings.theme"), theme),
                row(Words.of("settings.text-size"), size),
                check(
                        "high-contrast",
                        Words.of("settings.high-contrast"),
                        model.highContrastProperty()),
                note(Words.of("settings.applied-at-once-ctrl-d")));
    }

    private static String themeName(String id) {
        return switch (id) {
            case "light" -> Words.of("settings.light");
            case "dark" -> Words.of("settings.dark");
            default -> Words.of("settings.as-the-system");
        };
    }

    private Node computing() {
        ComboBox<String> device =
                choice(model.deviceProperty(), model.devices(), SettingsView::deviceName);
        device.setId("device");
        model.gpu()
                .stateProperty()
                .subscribe(() -> {
                    List<String> devices = model.devices();
                    if (!devices.equals(device.getItems())) {
                        String chosen = model.deviceProperty().get();
                        device.getItems().setAll(devices);
                        device.setValue(chosen);
                    }
                });
        ComboBox<Integer> threads =
                choice(
                        model.threadsProperty(),
                        SettingsViewModel.threadCounts(),
                        count -> count == 0 ? Words.of("settings.automatic") : count.toString());
        threads.setId("threads");
        Tips.install(threads, Words.of("settings.threads-that-compute-fewer-leave"));
        ComboBox<String> weights =
                choice(
                        model.weightsProperty(),
                        SettingsViewModel.WEIGHTS,
                        type -> type.equals("auto") ? Words.of("settings.automatic") : type);
        weights.setId("weights");
        Tips.install(weights, Words.of("settings.bfloat16-takes-half-the-memory"));
        return section(
                Words.of("settings.computing"),
                row(Words.of("settings.device"), device),
                row(Words.of("settings.threads"), threads),
                row(Words.of("settings.weights"), weights),
                note(Words.of("settings.from-the-next-time-a")));
    }

    private static String deviceName(String id) {
        return switch (id) {
            case "auto" -> Words.of("settings.automatic");
            case "cpu" -> "CPU";
            default -> "GPU " + id;
        };
    }

    private Node gpu() {
        Label line = note("");
        line.setId("gpu-line");
        line.textProperty().bind(model.gpu().line());
        Label reason = note("");
        reason.textProperty().bind(model.gpu().reason());
        shownWhen(reason, model.gpu().reason().map(why -> !why.isEmpty()));
        Button enable = Buttons.text(Words.of("settings.enable"), model.gpu()::enable);
        enable.setId("gpu-enable");
        enable.disableProperty().bind(model.gpu().canEnable().not());
        shownWhen(enable, model.gpu().isEnabled().not());
        Button disable = Buttons.text(Words.of("settings.disable"), model.gpu()::disable);
        disable.setId("gpu-disable");
        Tips.install(disable, Words.of("settings.what-was-fetched-stays-in"));
        shownWhen(disable, model.gpu().isEnabled());
        Button cancel = Buttons.text(Words.of("settings.cancel"), model.gpu()::cancel);
        cancel.setId("gpu-cancel");
        shownWhen(cancel, model.gpu().runningProperty());
        ProgressBar bar = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
        HBox.setHgrow(bar, Priority.ALWAYS);
        bar.setMaxWidth(Double.MAX_VALUE);
        shownWhen(bar, model.gpu().runningProperty());
        Label progress = note("");
        progress.textProperty().bind(model.gpu().progressProperty().map(Progress::describe));
        shownWhen(progress, model.gpu().runningProperty());
        HBox buttons = new HBox(8, enable, disable, cancel, bar);
        buttons.getStyleClass().add("row");
        return section("GPU", line, reason, buttons, progress);
    }

    private Node network() {
        return section(
                Words.of("settings.network"),
                check(
                        "offline",
                        Words.of("settings.never-use-the-network"),
                        model.offlineProperty()),
                note(Words.of("settings.the-window-uses-it-only")));
    }

    private Node files(Runnable onCopyDiagnostics, Runnable onSaveReport) {
        Label models = path("models-folder");
        models.textProperty()
                .bind(
                        model.modelsFolderProperty()
                                .map(chosen ->
                                        UserFolders.withoutName(
                                                chosen.isEmpty()
                                                        ? ModelShelf.userFolder()
                                                        : Path.of(chosen))));
        Button change = Buttons.text(Words.of("settings.change"), this::chooseModels);
        change.setId("change-models");
        Button reset =
                Buttons.text(
                        Words.of("settings.usual-place"),
                        () -> model.modelsFolderProperty().set(""));
        reset.setId("usual-models");
        reset.disableProperty().bind(model.modelsFolderProperty().isEmpty());
        Label cache = path("cache-folder");
        cache.setText(UserFolders.withoutName(CacheFolder.path()));
        Label log = path("log-folder");
        log.setText(UserFolders.withoutName(UserFolders.state()));
        Button copy = Buttons.text(Words.of("settings.copy-diagnostics"), onCopyDiagnostics);
        copy.setId("copy-diagnostics");
        Tips.install(copy, Words.of("settings.versions-machine-settings-and-the"));
        Button report = Buttons.text(Words.of("settings.save-a-report"), onSaveReport);
        report.setId("save-report");
        Tips.install(report, Words.of("settings.without-paths-texts-and-keys"));
        return section(
                Words.of("settings.files"),
                named(Words.of("settings.downloaded-models"), models),
                new HBox(8, change, reset),
                named(Words.of("settings.cache-unpacked-libraries-measurements"), cache),
                clearing("cache", model.cache(), Words.of("settings.libraries-for-a-gpu-are")),
                counted(
                        Words.of("settings.interrupted-fits"),
                        clearing(
                                "interrupted",
                                model.interrupted(),
                                Words.of("settings.they-cannot-go-on-then"))),
                counted(
                        Words.of("settings.fits-kept-without-saving"),
                        clearing(
                                "autosaved",
                                model.autosaved(),
                                Words.of("settings.they-are-deleted-with-names"))),
                named(Words.of("settings.log-recent-analyses"), log),
                new HBox(8, copy, report));
    }

    private static Node counted(String name, Node line) {
        Label label = new Label(name);
        label.getStyleClass().addAll("small", "muted");
        return new VBox(4, label, line);
    }

    /// How much a folder of ours takes, and a button that empties it, once one is sure.
    private static Node clearing(String id, Cache cache, String warning) {
        Label size = new Label();
        size.setId(id + "-size");
        size.textProperty().bind(cache.lineProperty());
        BooleanProperty asking = cache.askingProperty();
        Button clear = Buttons.text(Words.of("settings.clear"), () -> asking.set(true));
        clear.setId(id + "-clear");
        Label sure = note(warning);
        Button yes = Buttons.text(Words.of("settings.clear-2"), cache::clear);
        yes.setId(id + "-yes");
        yes.getStyleClass().add("danger");
        Button no = Buttons.text(Words.of("settings.keep"), () -> asking.set(false));
        shownWhen(clear, asking.not());
        for (Region node : List.of(sure, yes, no)) {
            shownWhen(node, asking);
        }
        HBox line = new HBox(8, clear, yes, no, size);
        line.getStyleClass().add("row");
        return new VBox(8, sure, line);
    }

    private void chooseModels() {
        FileDialogs.folder(
                this,
                Words.of("settings.where-downloaded-models-are-kept"),
                chosen -> model.modelsFolderProperty().set(chosen.toString()));
    }

    private static <T> ComboBox<T> choice(
            Property<T> value, List<T> values, Function<T, String> name) {
        ComboBox<T> box = new ComboBox<>();
        box.getItems().setAll(values);
        box.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(T item) {
                        return item == null ? "" : name.apply(item);
                    }

                    @Override
                    public T fromString(String text) {
                        throw new UnsupportedOperationException("not editable");
                    }
                });
        box.setMaxWidth(Double.MAX_VALUE);
        box.setValue(value.getValue());
        value.subscribe(now -> box.setValue(now));
        box.valueProperty()
                .subscribe(chosen -> {
                    // Null for a moment, while the values to choose from change.
                    if (chosen != null) {
                        value.setValue(chosen);
                    }
                });
        return box;
    }

    private static Node check(String id, String words, BooleanProperty value) {
        CheckBox box = new CheckBox(words);
        box.setId(id);
        box.selectedProperty().bindBidirectional(value);
        return box;
    }

    private static Node row(String name, ComboBox<?> field) {
        Label label = new Label(name);
        label.setLabelFor(field);
        label.setMinWidth(104);
        field.setAccessibleText(name);
        HBox.setHgrow(field, Priority.ALWAYS);
        HBox row = new HBox(8, label, field);
        row.getStyleClass().add("row");
        return row;
    }

    private static Node named(String name, Label value) {
        Label label = new Label(name);
        label.getStyleClass().addAll("small", "muted");
        return new VBox(2, label, value);
    }

    private static Label path(String id) {
        Label label = new Label();
        label.setId(id);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private static Label note(String words) {
        Label label = new Label(words);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().addAll("small", "muted");
        return label;
    }

    private static VBox section(String title, Node... nodes) {
        Label heading = new Label(title);
        heading.getStyleClass().add("heading");
        VBox panel = new VBox(12, heading);
        panel.getStyleClass().addAll("panel", "settings-panel");
        panel.getChildren().addAll(nodes);
        return panel;
    }

    private static void shownWhen(Node node, ObservableValue<Boolean> condition) {
        node.visibleProperty().bind(condition);
        node.managedProperty().bind(node.visibleProperty());
    }
}
