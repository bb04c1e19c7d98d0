package io.factorscope.core.experiment;

import io.factorscope.core.judge.JudgeName;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/// One concept's number behind a line of an experiment's table.
///
/// `id`: the factor, feature or direction it is of; `interval`: over the concept's own sentences,
/// with NaN bounds where the measure has none, and of 0 values where there is no number; `target`
/// and `sign`: the push it was reached with, null and 0 in detection.
public record ConceptScore(
        @Nullable Method method,
        Variant variant,
        String concept,
        String id,
        Interval interval,
        @Nullable Double target,
        int sign) {
    private static final Interval NONE = new Interval(Double.NaN, Double.NaN, Double.NaN, 0);

    /// The concepts behind a line of the table, in the result's order.
    public static List<ConceptScore> behind(ExperimentResult result, SummaryRow line) {
        return line.section().equals(SummaryRow.DETECTION)
                ? detection(result, line)
                : steering(result, line);
    }

    private static List<ConceptScore> detection(ExperimentResult result, SummaryRow line) {
        return result.detection().stream()
                .filter(row -> row.method() == line.method() && row.variant() == line.variant())
                .map(row ->
                        new ConceptScore(
                                row.method(),
                                row.variant(),
                                row.concept(),
                                row.key().id(),
                                detected(row, line.measure()),
                                null,
                                0))
                .toList();
    }

    private static Interval detected(DetectionRow row, String measure) {
        DetectionRow.Encoder encoder = row.encoder();
        int n = row.scores().size() + row.randomScores().size();
        return switch (measure) {
            case "AUROC" -> row.auroc();
            case "encoder AUROC" -> encoder == null ? NONE : alone(encoder.auroc(), n);
            default -> {
                Double ratio = row.logRatio();
                yield ratio == null ? NONE : alone(ratio, n);
            }
        };
    }

    private static Interval alone(double value, int n) {
        return new Interval(value, Double.NaN, Double.NaN, n);
    }

    private static List<ConceptScore> steering(ExperimentResult result, SummaryRow line) {
        List<ConceptScore> scores = new ArrayList<>();
        for (String concept : concepts(result, line)) {
            Choice choice = choice(result, line, concept);
            scores.add(
                    choice == null
                            ? new ConceptScore(
                                    line.method(), line.variant(), concept, "", NONE, null, 0)
                            : new ConceptScore(
                                    line.method(),
                                    line.variant(),
                                    concept,
                                    choice.conceptId(),
                                    measured(result, line.measure(), choice),
                                    choice.target(),
                                    choice.sign()));
        }
        return scores;
    }

    private static List<String> concepts(ExperimentResult result, SummaryRow line) {
        return result.steering().stream()
                .filter(row ->
                        Objects.equals(row.method(), line.method())
                                && row.variant() == line.variant())
                .map(SteeringRow::concept)
                .distinct()
                .toList();
    }

    /// At which push and sign; null where nothing could be chosen.
    private static @Nullable Choice choice(
            ExperimentResult result, SummaryRow line, String concept) {
        Predicate<Choice> mine =
                choice ->
                        Objects.equals(choice.method(), line.method())
                                && choice.variant() == line.variant()
                                && choice.concept().equals(concept);
        String track = track(line.measure());
        Double target = line.target();
        if (target == null) {
            return result.choices().stream()
                    .filter(mine.and(choice -> choice.track().equals(track)))
                    .findFirst()
                    .orElse(null);
        }
        List<SteeringRow> rows =
                result.steering().stream()
                        .filter(row ->
                                Objects.equals(row.method(), line.method())
                                        && row.variant() == line.variant()
                                        && row.concept().equals(concept)
                                        && row.target() == target)
                        .toList();
        return Choice.byLabel(rows, unsteered(result, concept));
    }

    private static String track(String measure) {
        return measure.endsWith(" score")
                ? measure.substring(0, measure.length() - " score".length())
                : Choice.LABEL;
    }

    private static SteeringRow unsteered(ExperimentResult result, String concept) {
        return result.unsteered().stream()
                .filter(row -> row.concept().equals(concept))
                .findFirst()
                .orElseThrow();
    }

    private static Interval measured(ExperimentResult result, String measure, Choice choice) {
        SteeringRow row = row(result, choice);
        if (measure.endsWith(" score")) {
            JudgedRow judged = judged(result, choice);
            return judged == null ? NONE : Interval.ofMean(judged.finals(1));
        }
        if (row == null) {
            return NONE;
        }
        SteeringRow before = unsteered(result, choice.concept());
        boolean shift = measure.equals("label shift");
        double scale = shift ? 100 : 1;
        List<Double> values = shift ? row.probabilities() : row.surprise();
        double from = Choice.second(shift ? before.probabilities() : before.surprise());
        return Interval.ofMean(
                values.subList(values.size() / 2, values.size()).stream()
                        .map(value -> scale * (value - from))
                        .toList());
    }

    /// What was written at this push, or null where nothing was.
    public @Nullable SteeringRow row(ExperimentResult result) {
        Double at = target;
        return at == null ? null : row(result, method, variant, concept, id, at, sign);
    }

    /// What a judge said of it on a measure's track (of the other measures: on the input track), or
    /// null where none did.
    public @Nullable JudgedRow judged(ExperimentResult result, String measure) {
        boolean person = PersonRatings.isOf(measure);
        boolean output = track(measure).endsWith("output");
        return result.judged().stream()
                .filter(row ->
                        Objects.equals(row.method(), method)
                                && row.variant() == variant
                                && row.concept().equals(concept)
                                && row.key().id().equals(id)
                                && Objects.equals(row.target(), target)
                                && row.sign() == sign
                                && row.track() == track(output)
                                && byPerson(row) == person)
                .findFirst()
                .orElse(null);
    }

    private static Description.Track track(boolean output) {
        return output ? Description.Track.OUTPUT : Description.Track.INPUT;
    }

    private static boolean byPerson(JudgedRow row) {
        return row.judge().kind() == JudgeName.Kind.PERSON;
    }

    /// The row that a choice is of, or null where it is not in the result.
    static @Nullable SteeringRow row(ExperimentResult result, Choice choice) {
        return row(
                result,
                choice.method(),
                choice.variant(),
                choice.concept(),
                choice.conceptId(),
                choice.target(),
                choice.sign());
    }

    private static @Nullable SteeringRow row(
            ExperimentResult result,
            @Nullable Method method,
            Variant variant,
            String concept,
            String id,
            double target,
            int sign) {
        return result.steering().stream()
                .filter(row ->
                        Objects.equals(row.method(), method)
                                && row.variant() == variant
                                && row.concept().equals(concept)
                                && row.key().id().equals(id)
                                && row.target() == target
                                && row.sign() == sign)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable JudgedRow judged(ExperimentResult result, Choice choice) {
        boolean person = PersonRatings.isOf(choice);
        Description.Track track = track(choice.track().endsWith("output"));
        return result.judged().stream()
                .filter(row ->
                        Objects.equals(row.method(), choice.method())
                                && row.variant() == choice.variant()
                                && row.concept().equals(choice.concept())
                                && row.key().id().equals(choice.conceptId())
                                && row.target() == choice.target()
                                && row.sign() == choice.sign()
                                && byPerson(row) == person
                                && row.track() == track)
                .findFirst()
                .orElse(null);
    }
}
