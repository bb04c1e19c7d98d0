package io.factorscope.app.factors;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.Map;
import java.util.function.Function;

/// The columns that the table can show.
///
/// `least` is the narrowest that still reads well, in pixels; columns are given up from the last
/// `rank` on when the table is too narrow for all.
public enum Column {
    STAR("★", "Starred", 44, 3),
    TAG("#", "A factor's number, or where a concept is in the tree", 52, 1),
    NAME("name", "A name given by hand, or one drawn from the data", 108, 0),
    TOKENS("tokens", "The tokens that fire it most", 76, 4),
    TEXT(
            "text",
            "The strongest value on your own text, or on its chosen token, as a share of the"
                    + " concept's maximum",
            76,
            2),
    FIRES("fires", "The share of tokens at 15 % of the concept's maximum or more", 64, 5),
    DENSITY(
            "density",
            "How many tokens have which activation, from 1 % of the maximum to all of it;"
                    + " heights are square roots",
            76,
            6),
    LABEL("label", "The data label that fires it most, and its share of all labels", 100, 9),
    LOSS(
            "loss",
            "By what share of ‖A‖² the loss would rise without this factor, the others"
                    + " kept as they are",
            84,
            8),
    STEERS(
            "steers",
            "At a push of 0.25 nats, how many points more of its own words the model writes"
                    + " than under a random push",
            76,
            7),
    STABILITY(
            "stable",
            "How well it is found again by fits from other seeds (mean cosine); nothing"
                    + " where that was not measured",
            72,
            10),
    FAITHFULNESS(
            "faithful",
            "How much worse the model predicts without it, in thousandths of a nat a"
                    + " token; nothing where that was not measured",
            80,
            11);

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
