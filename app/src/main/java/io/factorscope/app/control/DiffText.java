package io.factorscope.app.control;

import io.factorscope.app.theme.Fonts;

import javafx.scene.AccessibleRole;
import javafx.scene.shape.Path;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

import java.util.List;

/// A text that streams in, with the words marked that differ from another text.
///
/// **Cost**: two or three nodes whatever the length; a change lays out one paragraph and draws the
/// marks as one shape behind it.
public final class DiffText extends TextFlow {
    private final Path marks = new Path();
    private List<WordDiff.Span> spans = List.of();
    private String text = "";

    /// An empty text.
    public DiffText() {
        getStyleClass().add("diff-text");
        marks.getStyleClass().add("marks");
        marks.setManaged(false);
        marks.setMouseTransparent(true);
        getChildren().add(marks);
        setAccessibleRole(AccessibleRole.TEXT);
    }

    /// Shows a text without marks.
    public void setText(String newText) {
        show(newText, List.of());
    }

    /// Shows a text; words that differ from `other` are marked, once that has begun to be written.
    public void setText(String newText, String other) {
        show(newText, other.isBlank() ? List.of() : WordDiff.changed(newText, other));
    }

    /// What is shown.
    public String getText() {
        return text;
    }

    private void show(String newText, List<WordDiff.Span> newSpans) {
        text = newText;
        spans = newSpans;
        List<Fonts.Run> runs = Fonts.runs(newText, Fonts.SANS);
        while (getChildren().size() - 1 > runs.size()) {
            getChildren().removeLast();
        }
        for (int i = 0; i < runs.size(); i++) {
            Text node = node(i + 1);
            node.setText(runs.get(i).text());
            node.setStyle("-fx-font-family: \"" + runs.get(i).family() + "\"");
        }
        setAccessibleText(newText);
        requestLayout();
    }

    private Text node(int index) {
        if (index < getChildren().size()) {
            return (Text) getChildren().get(index);
        }
        Text made = new Text();
        made.getStyleClass().add("words");
        getChildren().add(made);
        return made;
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        marks.getElements().clear();
        for (WordDiff.Span span : spans) {
            marks.getElements().addAll(getRangeShape(span.start(), span.end(), false));
        }
    }
}
