package io.factorscope.app.shell;

import io.factorscope.app.control.CoachMark;
import io.factorscope.app.steer.SteerSlider;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.ConceptEntry;

import javafx.util.Subscription;

/// Three steps for someone who has never heard of a factor, on the shipped analysis: see one fire,
/// read its tokens, drag a slider and read what changes.
final class GuidedDemo {
    private static final String FACTOR = "F55";

    private final Workbench workbench;
    private final CoachMark mark;
    private Subscription waiting = Subscription.EMPTY;

    GuidedDemo(Workbench workbench, CoachMark mark) {
        this.workbench = workbench;
        this.mark = mark;
    }

    /// Opens the shipped analysis and begins.
    void begin() {
        end();
        waiting =
                workbench
                        .session()
                        .analysisProperty()
                        .subscribe((before, now) -> {
                            if (now != null) {
                                waiting.unsubscribe();
                                seeItFire(now);
                            }
                        });
        workbench.start().openDemo();
    }

    private void seeItFire(Analysis analysis) {
        mark.setVisible(true);
        workbench.places().showFactors();
        ConceptEntry entry = analysis.find(FACTOR);
        ConceptEntry shown = entry == null ? analysis.factors().getFirst() : entry;
        workbench.factors().selectedProperty().set(shown);
        mark.setActions(this::readItsTokens, this::end);
        mark.show(
                "1 of 3",
                "A factor is one thing this layer of the model has learned to notice. At the right"
                        + " you see where this one fires: the darker a word, the stronger. Read a"
                        + " few lines: what do the dark words have in common?",
                "Next",
                true);
        mark.ring(workbench.lookup("#concept-name"));
    }

    private void readItsTokens() {
        mark.setActions(this::drag, this::end);
        mark.show(
                "2 of 3",
                "Under the lines, \"Promotes\" lists the words this factor makes likelier next, and"
                        + " \"Suppresses\" those it holds back. So a factor has two sides: what it"
                        + " notices, and what it makes the model want to say.",
                "Next",
                true);
        mark.ring(workbench.lookup("#concepts"));
    }

    private void drag() {
        workbench.places().showSteer();
        if (workbench.steering().sliders().isEmpty()) {
            workbench.steering().add(FACTOR);
        }
        SteerSlider slider = workbench.steering().sliders().getFirst();
        mark.setActions(this::end, this::end);
        mark.show(
                "3 of 3",
                "Each slider pushes the model along one concept while it writes. Drag the first one"
                        + " to the right, or press the right arrow key on it, and read the text"
                        + " under \"Steered\".",
                "Done",
                false);
        mark.ring(workbench.lookup(".concept-slider"));
        waiting =
                slider.valueProperty()
                        .subscribe((before, now) ->
                                mark.openNext(
                                        "The marked words are what your push has changed. Drag it"
                                                + " left for the opposite, or add any concept."
                                                + " That is all there is to it."));
    }

    private void end() {
        waiting.unsubscribe();
        waiting = Subscription.EMPTY;
        mark.hide();
    }
}
