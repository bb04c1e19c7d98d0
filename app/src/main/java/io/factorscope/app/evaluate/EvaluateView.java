package io.factorscope.app.evaluate;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.EmptyState;
import io.factorscope.app.control.FileDialogs;
import io.factorscope.app.control.Icon;
import io.factorscope.app.words.Words;
import io.factorscope.core.experiment.ExperimentSpec;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The Evaluate screen: the runs at the left; at the right the chosen one, the form of a new one,
/// or the sentences that a person rates.
public final class EvaluateView extends BorderPane {
    private static final double ROW = 60;
    private static final int NAMED = 6;
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH)
                    .withZone(ZoneId.systemDefault());

    private final EvaluateViewModel model;
    private final ListView<RunItem> runs;

    /// A view of the model.
    public EvaluateView(EvaluateViewModel model) {
        this.model = model;
        setId("evaluate-place");
        runs = new ListView<>(model.runs());
        setLeft(list());
        Map<EvaluateViewModel.Page, Node> pages =
                Map.of(
                        EvaluateViewModel.Page.EMPTY,
                        new EmptyState(
                                Words.of("evaluate.no-runs-yet"),
                                Words.of("evaluate.no-runs-sentence"),
                                Words.of("evaluate.new-run"),
                                model::newRun),
                        EvaluateViewModel.Page.FORM,
                        new FormPane(model),
                        EvaluateViewModel.Page.RUN,
                        new RunPane(model),
                        EvaluateViewModel.Page.RATING,
                        new RatingPane(model));
        StackPane stack = new StackPane(pages.values().toArray(Node[]::new));
        model.pageProperty()
                .subscribe(page -> pages.forEach((of, node) -> node.setVisible(of == page)));
        setCenter(stack);
    }

    private Node list() {
        Button fresh = Buttons.text(Words.of("evaluate.new-run"), model::newRun);
        fresh.setId("new-run");
        fresh.setGraphic(Icon.ADD.node());
        Button open = Buttons.text(Words.of("evaluate.open"), this::chooseFolder);
        open.setId("open-run");
        runs.setId("runs");
        runs.setAccessibleText(Words.of("evaluate.runs"));
        runs.setFixedCellSize(ROW);
        runs.setCellFactory(view -> new RunCell());
        runs.getSelectionModel()
                .selectedItemProperty()
                .subscribe(item -> {
                    // A run that is replaced by itself, ended or renamed, was not chosen anew.
                    if (item != null && !RunItem.same(item, model.selectedProperty().get())) {
                        model.select(item);
                    }
                });
        model.selectedProperty().subscribe(this::mark);
        VBox.setVgrow(runs, Priority.ALWAYS);
        FlowPane buttons = new FlowPane(8, 8, fresh, open);
        VBox box = new VBox(12, buttons, runs, deleted());
        box.getStyleClass().add("run-list");
        return box;
    }

    private Node deleted() {
        Label said = new Label(Words.of("evaluate.run-deleted"));
        Button undo = Buttons.text(Words.of("evaluate.bring-back"), model::bringBack);
        undo.setId("bring-back");
        undo.setMinWidth(USE_PREF_SIZE);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox row = new HBox(8, said, gap, undo);
        row.getStyleClass().add("row");
        model.list()
                .deletedProperty()
                .subscribe(item -> {
                    row.setVisible(item != null);
                    row.setManaged(item != null);
                });
        return row;
    }

    private void mark(@Nullable RunItem item) {
        if (item == null) {
            runs.getSelectionModel().clearSelection();
        } else {
            runs.getSelectionModel().select(item);
        }
    }

    private void chooseFolder() {
        FileDialogs.folder(this, Words.of("evaluate.open-title"), model::open);
    }

    /// What a run is called: by its name, or by what it measures.
    static String title(RunItem item) {
        return item.name().isEmpty() ? title(item.spec()) : item.name();
    }

    /// What a run measures.
    static String title(ExperimentSpec spec) {
        if (!spec.steering()) {
            return Words.of("evaluate.detection");
        }
        return spec.detection()
                ? Words.of("evaluate.detection-and-steering")
                : Words.of("evaluate.steering");
    }

    /// How many concepts, as people read it.
    static String concepts(int count) {
        return count == 1
                ? Words.of("evaluate.one-concept")
                : Words.format("evaluate.concepts-n", count);
    }

    /// Which concepts of which analysis; empty for the best for each label.
    static String chosen(ExperimentSpec spec) {
        ExperimentSpec.Chosen chosen = spec.sources().chosen();
        if (chosen == null) {
            return "";
        }
        List<String> ids = chosen.concepts();
        String first = String.join(", ", ids.subList(0, Math.min(NAMED, ids.size())));
        int slash = chosen.analysis().replace('\\', '/').lastIndexOf('/');
        return Words.format(
                "evaluate.concepts-of",
                concepts(ids.size()),
                chosen.analysis().substring(slash + 1),
                ids.size() > NAMED ? first + "…" : first);
    }

    /// What is compared: chosen concepts, or methods.
    static String methods(ExperimentSpec spec) {
        if (spec.sources().chosen() != null) {
            return chosen(spec);
        }
        return spec.methods().stream()
                .map(ResultViewModel::method)
                .collect(Collectors.joining(", "));
    }

    static String when(RunItem item) {
        RunRequest request = item.request();
        if (request == null) {
            return String.valueOf(item.folder().getFileName());
        }
        try {
            return DAY.format(Instant.parse(request.created()));
        } catch (DateTimeParseException e) {
            return request.created();
        }
    }

    private final class RunCell extends ListCell<RunItem> {
        private final Label title = new Label();
        private final Label methods = new Label();
        private final Label state = new Label();
        private final VBox box = new VBox(1, title, methods, state);

        RunCell() {
            title.getStyleClass().add("strong");
            methods.getStyleClass().addAll("small", "muted");
            state.getStyleClass().addAll("small", "muted");
            setPrefWidth(0); // as wide as the list: long words end in an ellipsis
            model.runningProperty().subscribe(running -> update());
        }

        @Override
        protected void updateItem(@Nullable RunItem item, boolean empty) {
            super.updateItem(item, empty);
            update();
        }

        private void update() {
            RunItem item = getItem();
            setGraphic(item == null ? null : box);
            if (item == null) {
                return;
            }
            title.setText(title(item));
            methods.setText(methods(item.spec()));
            state.setText(when(item) + " · " + state(item));
            setAccessibleText(title.getText() + ", " + methods.getText() + ", " + state.getText());
        }

        private String state(RunItem item) {
            RunItem running = model.runningProperty().get();
            if (running != null && running.folder().equals(item.folder())) {
                return Words.of("evaluate.running");
            }
            return item.ended() ? Words.of("evaluate.done") : Words.of("evaluate.stopped");
        }
    }
}
