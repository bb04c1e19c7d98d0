package io.factorscope.app.factors;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.Icon;
import io.factorscope.app.control.Tips;
import io.factorscope.app.words.Words;

import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import org.controlsfx.control.textfield.CustomTextField;
import org.controlsfx.control.textfield.TextFields;

import java.util.List;

/// What the table shows: words or an expression, kinds of concepts, a list, and the buttons for the
/// rest.
final class FilterBar extends VBox {
    private final FactorsViewModel model;
    private final TextField filter = TextFields.createClearableTextField();
    private final Label count = new Label();

    /// `tools` stand at the right of the second line.
    FilterBar(FactorsViewModel model, Node scopeMenu, List<Node> tools) {
        this.model = model;
        getStyleClass().add("column");
        Label problem = new Label();
        problem.setId("filter-problem");
        problem.getStyleClass().addAll("small", "problem");
        problem.textProperty().bind(model.filterProblemProperty());
        problem.managedProperty().bind(problem.textProperty().isNotEmpty());
        problem.visibleProperty().bind(problem.managedProperty());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        count.setId("row-count");
        count.getStyleClass().add("muted");
        HBox second = new HBox(scopeMenu, count, gap);
        second.getChildren().addAll(tools);
        second.getStyleClass().add("row");
        getChildren().addAll(first(), problem, second);
        model.publishedProperty().subscribe(published -> say());
        model.noticeProperty().subscribe(notice -> say());
    }

    private void say() {
        String notice = model.noticeProperty().get();
        int all = model.rows().size();
        count.setText(notice.isEmpty() ? Words.format("factors.n-shown", all) : notice);
    }

    private HBox first() {
        filter.setId("filter");
        filter.setPromptText(Words.of("factors.filter"));
        filter.setAccessibleText(Words.of("factors.filter-by-name-token-or"));
        filter.textProperty().bindBidirectional(model.filterProperty());
        filter.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE && !filter.getText().isEmpty()) {
                        filter.clear();
                        event.consume();
                    }
                });
        ToggleButton regex = new ToggleButton(".*");
        regex.setId("regex");
        regex.getStyleClass().addAll("icon-button", "regex");
        regex.setAccessibleText(Words.of("factors.the-filter-is-a-regular"));
        Tips.install(regex, Words.of("factors.the-filter-is-a-regular-2"));
        regex.selectedProperty().bindBidirectional(model.regexProperty());
        if (filter instanceof CustomTextField field) {
            field.setLeft(regex);
        }
        HBox.setHgrow(filter, Priority.ALWAYS);
        HBox bar = new HBox(filter, shownBox());
        bar.getStyleClass().add("row");
        return bar;
    }

    private ComboBox<Shown> shownBox() {
        ComboBox<Shown> box = new ComboBox<>();
        box.setId("shown");
        box.setMinWidth(USE_PREF_SIZE);
        box.getItems().setAll(Shown.values());
        box.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(Shown shown) {
                        return shown.words();
                    }

                    @Override
                    public Shown fromString(String text) {
                        throw new UnsupportedOperationException("not editable");
                    }
                });
        box.valueProperty().bindBidirectional(model.shownProperty());
        box.setAccessibleText(Words.of("factors.kinds-of-concepts"));
        Tips.install(box, Words.of("factors.factors-were-found-by-the"));
        return box;
    }

    /// A button that shows the map in place of the table while it is down.
    static ToggleButton mapButton() {
        ToggleButton button = Buttons.toggle(Icon.MAP, Words.of("factors.map-ctrl-m"));
        button.setId("map-toggle");
        return button;
    }

    void focusFilter() {
        filter.requestFocus();
        filter.selectAll();
    }
}
