package io.factorscope.app.evaluate;

import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.Tips;
import io.factorscope.app.words.Words;
import io.factorscope.core.judge.Criterion;
import io.factorscope.core.judge.PersonQueue;
import io.factorscope.core.judge.RatingRequest;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.List;

/// One sentence after the other, blind: what is asked above, the sentence, and 0, 1 or 2 by key or
/// button.
final class RatingPane extends VBox {
    private final EvaluateViewModel model;
    private final RatingViewModel rating;
    private final Label count = new Label();
    private final ProgressBar bar = new ProgressBar(0);
    private final Label question = new Label();
    private final Label concept = new Label();
    private final Label sentence = new Label();
    private final HBox scores = new HBox(8);
    private final Button back;
    private final Button skip;

    RatingPane(EvaluateViewModel model) {
        super(16);
        this.model = model;
        this.rating = model.rating();
        setId("rating");
        getStyleClass().add("rating");
        back = Buttons.text(Words.of("evaluate.back"), rating::back);
        back.setId("rating-back");
        skip = Buttons.text(Words.of("evaluate.skip"), rating::skip);
        skip.setId("rating-skip");
        Label hint = new Label(Words.of("evaluate.rating-hint"));
        hint.getStyleClass().addAll("small", "muted");
        hint.setWrapText(true);
        sentence.setWrapText(true);
        sentence.setId("rating-sentence");
        sentence.getStyleClass().add("rating-sentence");
        sentence.setMinHeight(USE_PREF_SIZE);
        question.setId("rating-question");
        question.setWrapText(true);
        concept.getStyleClass().add("heading");
        concept.setId("rating-concept");
        concept.setWrapText(true);
        getChildren().addAll(head(), new VBox(4, question, concept), sentence, answers(), hint);
        setFocusTraversable(true);
        addEventHandler(KeyEvent.KEY_PRESSED, this::onKey);
        rating.shownProperty().subscribe(this::show);
        model.pageProperty()
                .subscribe(page -> {
                    if (page == EvaluateViewModel.Page.RATING) {
                        requestFocus();
                    }
                });
    }

    private Node head() {
        Label title = new Label(Words.of("evaluate.rate-title"));
        title.getStyleClass().add("page-title");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        count.setId("rating-count");
        count.getStyleClass().add("figures");
        count.setMinWidth(USE_PREF_SIZE);
        bar.setAccessibleText(Words.of("evaluate.rated-so-far"));
        Button end = Buttons.text(Words.of("evaluate.end-rating"), model::endRating);
        end.setId("rating-end");
        end.setMinWidth(USE_PREF_SIZE);
        Tips.install(end, Words.of("evaluate.end-rating-tip"));
        HBox head = new HBox(12, title, gap, bar, count, end);
        head.getStyleClass().add("row");
        return head;
    }

    private Node answers() {
        List<String> words =
                List.of(
                        Words.of("evaluate.score-0"),
                        Words.of("evaluate.score-1"),
                        Words.of("evaluate.score-2"));
        for (int score = 0; score < words.size(); score++) {
            int given = score;
            Button button = Buttons.text(words.get(score), () -> rating.rate(given));
            button.setId("rating-" + score);
            scores.getChildren().add(button);
        }
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox row = new HBox(8, scores, gap, skip, back);
        row.getStyleClass().add("row");
        return row;
    }

    private void onKey(KeyEvent event) {
        boolean used = true;
        switch (event.getCode()) {
            case DIGIT0, NUMPAD0 -> rating.rate(0);
            case DIGIT1, NUMPAD1 -> rating.rate(1);
            case DIGIT2, NUMPAD2 -> rating.rate(2);
            case BACK_SPACE -> rating.back();
            case S -> rating.skip();
            case ESCAPE -> model.endRating();
            default -> used = false;
        }
        if (used) {
            event.consume();
        }
    }

    private void show(RatingViewModel.Shown shown) {
        PersonQueue.Item item = shown.item();
        count.setText(Words.format("evaluate.of", shown.done(), shown.total()));
        bar.setProgress(shown.total() == 0 ? 0 : (double) shown.done() / shown.total());
        scores.setDisable(item == null);
        skip.setDisable(item == null);
        back.setDisable(shown.done() == 0);
        if (item == null) {
            boolean all = shown.total() > 0;
            question.setText(all ? Words.of("evaluate.all-rated") : "");
            concept.setText("");
            sentence.setText("");
        } else {
            RatingRequest request = item.request();
            boolean about = request.criterion() == Criterion.CONCEPT;
            question.setText(
                    about ? Words.of("evaluate.ask-concept") : Words.of("evaluate.ask-fluency"));
            concept.setText(about ? request.concept() : "");
            sentence.setText(request.sentence().strip());
        }
        concept.setManaged(!concept.getText().isEmpty());
        requestFocus();
    }
}
