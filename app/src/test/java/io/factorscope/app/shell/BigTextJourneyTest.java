package io.factorscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.geometry.Bounds;
import javafx.scene.Node;

import org.junit.jupiter.api.Test;

/// The smallest window with the largest text: the frame of the window stays whole.
class BigTextJourneyTest extends WindowJourney {
    @Override
    int height() {
        return 640;
    }

    @Test
    void theBarsAndTheRailStayInsideTheSmallestWindowWithTheLargestText() throws Exception {
        run(() -> workbench.settings().fontPercentProperty().set(150));
        openDemo();
        for (Place place : Place.values()) {
            run(() -> workbench.places().show(place));
            pulses(4);
            picture("big-" + place.name().toLowerCase(java.util.Locale.ROOT) + ".png");
            for (String part : new String[] {".top-bar", ".nav-rail", ".status-bar"}) {
                Bounds bounds = fx(() -> bounds(robot.lookup(part).query()));
                String where = place + " " + part + " " + bounds;
                assertTrue(bounds.getMinX() >= 0 && bounds.getMaxX() <= 960, where);
                assertTrue(bounds.getMinY() >= 0 && bounds.getMaxY() <= 640, where);
            }
        }
    }

    private static Bounds bounds(Node node) {
        return node.localToScene(node.getLayoutBounds());
    }
}
