package io.factorscope.app.factors;

import io.factorscope.app.words.Words;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// The columns that the table can show.
///
/// `least` is the narrowest that still reads well, in pixels for text of the usual size; columns
/// are given up from the last `rank` on when the table is too narrow for all.
public enum Column {
    STAR("★", Words.of("factors.starred"), 44, 3),
    TAG("#", Words.of("factors.a-factors-number-or-where"), 52, 1),
    NAME("name", Words.of("factors.a-name-given-by-hand"), 132, 0),
    TOKENS("tokens", Words.of("factors.the-tokens-that-fire-it"), 128, 4),
    TEXT("text", Words.of("factors.the-strongest-value-on-your"), 76, 2),
    FIRES("fires", Words.of("factors.the-share-of-tokens-at"), 64, 5),
    DENSITY("density", Words.of("factors.how-many-tokens-have-which"), 76, 6),
    LABEL("label", Words.of("factors.the-data-label-that-fires"), 100, 9),
    LOSS("loss", Words.of("factors.by-what-share-of-a"), 84, 8),
    STEERS("steers", Words.of("factors.at-a-push-of-0"), 76, 7),
    STABILITY("stable", Words.of("factors.how-well-it-is-found"), 72, 10),
    FAITHFULNESS("faithful", Words.of("factors.how-much-worse-the-model"), 80, 11);

    private final String title;
    private final String meaning;
    private final double least;
    private final int rank;

    Column(String title, String meaning, double least, int rank) {
        this.title = title;
        this.meaning = meaning;
        this.least = least;
        this.rank = rank;
    }

    /// The name that settings know it by.
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What stands above it.
    public String title() {
        return title;
    }

    /// One sentence that explains it.
    public String meaning() {
        return meaning;
    }

    double least() {
        return least;
    }

    int rank() {
        return rank;
    }

    /// Whether a first click sorts the largest to the top.
    boolean largestFirst() {
        return this != TAG && this != NAME && this != TOKENS;
    }

    /// The figure that it sorts by, null where there is none; `text` has the values on one's own
    /// text.
    @Nullable Double figure(ConceptRow row, Map<String, Double> text) {
        return switch (this) {
            case STAR -> row.given().starred() ? 1.0 : 0.0;
            case TEXT -> text.get(row.id());
            case FIRES, DENSITY -> row.look().fires();
            case LABEL -> row.look().label().value();
            case LOSS -> row.scores().loss();
            case STEERS -> row.scores().steers();
            case STABILITY -> row.scores().stability();
            case FAITHFULNESS -> row.scores().faithfulness();
            case TAG, NAME, TOKENS -> null;
        };
    }

    /// How it orders rows, downwards where asked; rows without a figure always come last.
    Comparator<ConceptRow> order(boolean descending, Map<String, Double> text) {
        Comparator<ConceptRow> order =
                switch (this) {
                    case TAG -> Comparator.comparing(ConceptRow::tag, Column::byNumber);
                    case NAME ->
                            Comparator.comparing(ConceptRow::name, String.CASE_INSENSITIVE_ORDER);
                    case TOKENS ->
                            Comparator.comparing(
                                    row ->
                                            row.look().tokens().isEmpty()
                                                    ? ""
                                                    : row.look().tokens().getFirst().strip(),
                                    String.CASE_INSENSITIVE_ORDER);
                    default -> null;
                };
        if (order != null) {
            return descending ? order.reversed() : order;
        }
        Comparator<Double> numbers = Comparator.naturalOrder();
        Function<ConceptRow, @Nullable Double> figure = row -> figure(row, text);
        return Comparator.comparing(
                figure, Comparator.nullsLast(descending ? numbers.reversed() : numbers));
    }

    private static int byNumber(String a, String b) {
        int byLength = Integer.compare(a.length(), b.length());
        return byLength != 0 ? byLength : a.compareTo(b);
    }
}
