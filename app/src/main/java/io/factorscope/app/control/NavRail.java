package io.factorscope.app.control;

import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.scene.Scene;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.List;

/// The places of the window, one below the other; exactly one is selected. The last ones may be set
/// apart at the foot.
public final class NavRail extends VBox {
    private final List<ToggleButton> buttons = new ArrayList<>();
    private final ReadOnlyIntegerWrapper selected = new ReadOnlyIntegerWrapper(0);

    /// One place.
    public record Place(String name, Icon icon) {}

    /// Places, of which the last `atFoot` are set apart.
    public NavRail(List<Place> places, int atFoot) {
        getStyleClass().add("nav-rail");
        for (int i = 0; i < places.size(); i++) {
            if (i == places.size() - atFoot) {
                Region gap = new Region();
                VBox.setVgrow(gap, Priority.ALWAYS);
                getChildren().add(gap);
            }
            ToggleButton button = button(places.get(i), i);
            buttons.add(button);
            getChildren().add(button);
        }
        select(0);
        setMinWidth(USE_PREF_SIZE);
    }

    private ToggleButton button(Place place, int index) {
        ToggleButton button = new ToggleButton(place.name(), place.icon().node());
        button.getStyleClass().add("place");
        button.setMaxWidth(Double.MAX_VALUE);
        button.setOnAction(event -> select(index));
        Tips.install(button, index < 9 ? place.name() + "  Ctrl+" + (index + 1) : place.name());
        return button;
    }

    /// The index of the selected place.
    public ReadOnlyIntegerProperty selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /// Goes to a place.
    public void select(int index) {
        for (int i = 0; i < buttons.size(); i++) {
            buttons.get(i).setSelected(i == index);
        }
        selected.set(index);
    }

    /// Makes Ctrl+1 to Ctrl+9 go to the places.
    public void installShortcuts(Scene scene) {
        for (int i = 0; i < Math.min(9, buttons.size()); i++) {
            ToggleButton button = buttons.get(i);
            KeyCode digit = KeyCode.valueOf("DIGIT" + (i + 1));
            scene.getAccelerators()
                    .put(new KeyCodeCombination(digit, KeyCombination.SHORTCUT_DOWN), button::fire);
        }
    }
}
