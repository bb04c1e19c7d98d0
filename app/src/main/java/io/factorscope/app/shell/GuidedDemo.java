package io.factorscope.app.shell;

import io.factorscope.app.control.CoachMark;
import io.factorscope.app.steer.SteerSlider;
import io.factorscope.app.words.Words;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.ConceptEntry;

import javafx.util.Subscription;

import java.util.Objects;

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
        workbench.start().openDemo(this::seeItFire);
    }

    private void seeItFire() {
        Analysis analysis = Objects.requireNonNull(workbench.session().analysis());
        mark.setVisible(true);
        workbench.places().showFactors();
        ConceptEntry entry = analysis.find(FACTOR);
        ConceptEntry shown = entry == null ? analysis.factors().getFirst() : entry;
        workbench.factors().goTo(shown.id()); // chosen in the table too, so that its keys work
        mark.setActions(this::readItsTokens, this::end);
        mark.show("1 of 3", Words.of("shell.a-factor-is-one-thing"), Words.of("shell.next"), true);
        mark.ring(workbench.lookup("#concept-name"));
    }

    private void readItsTokens() {
        mark.setActions(this::drag, this::end);
        mark.show(
                "2 of 3",
                Words.of("shell.under-the-lines-promotes-lists"),
                Words.of("shell.next"),
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
                Words.of("shell.each-slider-pushes-the-model"),
                Words.of("shell.done"),
                false);
        mark.ring(workbench.lookup(".concept-slider"));
        waiting =
                slider.valueProperty()
                        .subscribe((before, now) ->
                                mark.openNext(Words.of("shell.the-marked-words-are-what")));
    }

    private void end() {
        waiting.unsubscribe();
        waiting = Subscription.EMPTY;
        mark.hide();
    }
}
