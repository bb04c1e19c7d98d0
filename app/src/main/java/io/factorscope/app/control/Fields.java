package io.factorscope.app.control;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.TraversalDirection;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;

import java.util.function.Function;

/// Named fields of a form, each with a tip.
public final class Fields {
    private Fields() {}

    /// A row, or more of them where text is large and the window narrow.
    public static FlowPane wrapping(Node... nodes) {
        FlowPane row = new FlowPane(12, 8, nodes);
        row.setPrefWrapLength(640);
        return row;
    }

    /// A choice between values.
    public static <T> ComboBox<T> choice(
            ObjectProperty<T> value, T[] values, Function<T, String> name) {
        ComboBox<T> box = new ComboBox<>(FXCollections.observableArrayList(values));
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
        box.valueProperty().bindBidirectional(value);
        return box;
    }

    /// A box to tick; its id is its name in small letters.
    public static CheckBox check(String name, String tip, BooleanProperty value) {
        CheckBox box = new CheckBox(name);
        box.setId(name.toLowerCase(java.util.Locale.ROOT).replace(' ', '-'));
        Tips.install(box, tip);
        box.selectedProperty().bindBidirectional(value);
        return box;
    }

    /// Lets Tab leave a text area, as it leaves other fields, instead of being typed into it.
    public static void tabLeaves(TextArea area) {
        area.addEventFilter(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.TAB && !event.isShortcutDown()) {
                        area.requestFocusTraversal(
                                event.isShiftDown()
                                        ? TraversalDirection.PREVIOUS
                                        : TraversalDirection.NEXT);
                        event.consume();
                    }
                });
    }

    /// A named field for words or a number.
    public static HBox field(
            String name, String tip, StringProperty value, int columns, String id) {
        TextField field = new TextField();
        field.setId(id);
        field.setPrefColumnCount(columns);
        field.setAccessibleText(name);
        field.textProperty().bindBidirectional(value);
        Tips.install(field, tip);
        HBox box = named(name, field);
        Tips.install(box.getChildren().get(0), tip);
        return box;
    }

    /// Any node with its name before it.
    public static HBox named(String name, Node field) {
        Label label = new Label(name);
        label.setLabelFor(field);
        label.getStyleClass().add("muted");
        label.setMinWidth(Region.USE_PREF_SIZE);
        HBox box = new HBox(8, label, field);
        box.getStyleClass().add("row");
        return box;
    }
}
