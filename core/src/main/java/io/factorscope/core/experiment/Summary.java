package io.factorscope.core.experiment;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// Makes the table of an experiment: means over concepts by method and baseline.
final class Summary {
    private Summary() {}

    private record Group(@Nullable Method method, Variant variant) {}

    static List<SummaryRow> detection(List<DetectionRow> rows) {
        Map<Group, List<DetectionRow>> groups = new LinkedHashMap<>();
        for (DetectionRow row : rows) {
            Group group = new Group(row.method(), row.variant());
            groups.computeIfAbsent(group, key -> new ArrayList<>()).add(row);
        }
        List<SummaryRow> out = new ArrayList<>();
        groups.forEach((group, own) -> {
            out.add(detection(group, "AUROC", own, row -> row.auroc().mean()));
            out.add(detection(group, "ln ratio", own, DetectionRow::logRatio));
            if (own.getFirst().encoder() != null) {
                out.add(detection(group, "encoder AUROC", own, Summary::encoderAuroc));
            }
        });
        return out;
    }

    private static @Nullable Double encoderAuroc(DetectionRow row) {
        DetectionRow.Encoder encoder = row.encoder();
        return encoder == null ? null : encoder.auroc();
    }

    private static SummaryRow detection(
            Group group,
            String measure,
            List<DetectionRow> rows,
            Function<DetectionRow, @Nullable Double> value) {
        List<Double> values = new ArrayList<>();
        for (DetectionRow row : rows) {
            Double own = value.apply(row);
            if (own != null && !own.isNaN()) {
                values.add(own);
            }
        }
        return new SummaryRow(
                SummaryRow.DETECTION,
                group.method,
                group.variant,
                measure,
                null,
                Interval.ofMean(values),
                rows.size() - values.size());
    }

    /// The best push of each concept or baseline, by the label classifier.
    static List<Choice> choices(List<SteeringRow> rows, List<SteeringRow> unsteered) {
        List<Choice> out = new ArrayList<>();
        byConcept(rows)
                .forEach((group, concepts) ->
                        concepts.forEach((concept, own) -> {
                            Choice choice = Choice.byLabel(own, of(unsteered, concept));
                            if (choice != null) {
                                out.add(choice);
                            }
                        }));
        return out;
    }

    static List<SummaryRow> steering(
            List<SteeringRow> rows, List<SteeringRow> unsteered, List<Double> targets) {
        List<SummaryRow> out = new ArrayList<>();
        byConcept(rows)
                .forEach((group, concepts) -> {
                    add(out, group, null, concepts, unsteered);
                    for (double target : targets) {
                        add(out, group, target, concepts, unsteered);
                    }
                });
        return out;
    }

    /// The mean score of a judge's choices, by track.
    static List<SummaryRow> judged(List<Choice> choices) {
        Map<String, List<Choice>> groups = new LinkedHashMap<>();
        for (Choice choice : choices) {
            String name = choice.track() + choice.method() + choice.variant();
            groups.computeIfAbsent(name, key -> new ArrayList<>()).add(choice);
        }
        List<SummaryRow> out = new ArrayList<>();
        for (List<Choice> own : groups.values()) {
            Choice first = own.getFirst();
            List<Double> scores =
                    own.stream().map(Choice::score).filter(score -> !score.isNaN()).toList();
            out.add(
                    new SummaryRow(
                            SummaryRow.STEERING,
                            first.method(),
                            first.variant(),
                            first.track() + " score",
                            null,
                            Interval.ofMean(scores),
                            own.size() - scores.size()));
        }
        return out;
    }

    private static void add(
            List<SummaryRow> out,
            Group group,
            @Nullable Double target,
            Map<String, List<SteeringRow>> concepts,
            List<SteeringRow> unsteered) {
        List<Double> shifts = new ArrayList<>();
        List<Double> changes = new ArrayList<>();
        concepts.forEach((concept, rows) -> {
            List<SteeringRow> at =
                    rows.stream().filter(row -> target == null || row.target() == target).toList();
            Choice choice = Choice.byLabel(at, of(unsteered, concept));
            if (choice != null) {
                shifts.add(100 * choice.score());
                changes.add(choice.nll());
            }
        });
        int missing = concepts.size() - shifts.size();
        String section = SummaryRow.STEERING;
        out.add(
                new SummaryRow(
                        section,
                        group.method,
                        group.variant,
                        "label shift",
                        target,
                        Interval.ofMean(shifts),
                        missing));
        out.add(
                new SummaryRow(
                        section,
                        group.method,
                        group.variant,
                        "NLL change",
                        target,
                        Interval.ofMean(changes),
                        missing));
    }

    private static Map<Group, Map<String, List<SteeringRow>>> byConcept(List<SteeringRow> rows) {
        Map<Group, Map<String, List<SteeringRow>>> groups = new LinkedHashMap<>();
        for (SteeringRow row : rows) {
            groups.computeIfAbsent(
                            new Group(row.method(), row.variant()), key -> new LinkedHashMap<>())
                    .computeIfAbsent(row.concept(), key -> new ArrayList<>())
                    .add(row);
        }
        return groups;
    }

    private static SteeringRow of(List<SteeringRow> unsteered, String concept) {
        return unsteered.stream()
                .filter(row -> Objects.equals(row.concept(), concept))
                .findFirst()
                .orElseThrow();
    }
}
