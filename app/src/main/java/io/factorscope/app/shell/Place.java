package io.factorscope.app.shell;

import io.factorscope.app.control.Icon;
import io.factorscope.app.control.NavRail;
import io.factorscope.app.words.Words;

import java.util.List;

/// The places of the window in the rail's order; the last is set apart at its foot.
enum Place {
    START(Words.of("shell.start"), Icon.START),
    FACTORS(Words.of("shell.factors"), Icon.FACTORS),
    TREE(Words.of("shell.tree"), Icon.TREE),
    STEER(Words.of("shell.steer"), Icon.STEER),
    COMPARE(Words.of("shell.compare"), Icon.COMPARE),
    EVALUATE(Words.of("shell.evaluate"), Icon.EVALUATE),
    SETTINGS(Words.of("shell.settings"), Icon.SETTINGS);

    private final String title;
    private final Icon icon;

    Place(String title, Icon icon) {
        this.title = title;
        this.icon = icon;
    }

    /// All of them as the rail shows them.
    static List<NavRail.Place> inRail() {
        return List.of(values()).stream()
                .map(place -> new NavRail.Place(place.title, place.icon))
                .toList();
    }

    /// Where it is in the rail.
    int index() {
        return List.of(values()).indexOf(this);
    }

    /// The one at an index of the rail.
    static Place at(int index) {
        return values()[index];
    }
}
