package io.factorscope.app.control;

import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

import java.util.List;

/// Names with a bar and a number each, such as how often a factor fires by label.
public final class BarList extends GridPane {
    /// One line: a share in `[0, 1]` for the bar, and the words for its number.
    public record Item(String name, double share, String number) {}

    /// An empty list.
    public BarList() {
        getStyleClass().add("bar-list");
        ColumnConstraints name = new ColumnConstraints();
        name.setMinWidth(48);
        name.setMaxWidth(160);
        ColumnConstraints bar = new ColumnConstraints();
        bar.setHgrow(Priority.ALWAYS);
        bar.setFillWidth(true);
        ColumnConstraints number = new ColumnConstraints();
        number.setHalignment(HPos.RIGHT);
        number.setMinWidth(USE_PREF_SIZE);
        getColumnConstraints().addAll(name, bar, number);
    }

    /// A list of lines.
    public BarList(List<Item> items) {
        this();
        setItems(items);
    }

    /// Shows other lines.
    public void setItems(List<Item> items) {
        getChildren().clear();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            Label name = new Label(item.name());
            Label number = new Label(item.number());
            number.getStyleClass().add("number");
            number.setMinWidth(USE_PREF_SIZE);
            addRow(i, name, new Bar(item.share()), number);
        }
    }
}
