package io.factorscope.core.experiment;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Provenance;
import io.factorscope.core.store.Json;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// All that an experiment found: every row with the sentences behind it, what was chosen, and the
/// table.
///
/// `judged`: a judge's scores, none without one; `unsteered`: a row for each label without
/// steering; `seconds`: of the run that ended it.
public record ExperimentResult(
        ExperimentSpec spec,
        String model,
        List<DetectionRow> detection,
        List<SteeringRow> steering,
        List<SteeringRow> unsteered,
        List<JudgedRow> judged,
        List<Choice> choices,
        List<SummaryRow> summary,
        double seconds,
        Provenance provenance) {
    /// The file of an experiment's folder that holds it.
    public static final String FILE = "results.json";

    /// A copy that nobody can change.
    public ExperimentResult {
        detection = List.copyOf(detection);
        steering = List.copyOf(steering);
        unsteered = List.copyOf(unsteered);
        judged = List.copyOf(judged);
        choices = List.copyOf(choices);
        summary = List.copyOf(summary);
    }

    /// Reads the result of a folder.
    public static ExperimentResult load(Path folder) throws FactorscopeException {
        Path file = folder.resolve(FILE);
        ExperimentResult result = Json.read(file, ExperimentResult.class);
        Json.require(file, "spec", result.spec);
        return result;
    }

    /// Writes it, atomically.
    public void save(Path folder) throws FactorscopeException {
        Json.write(folder.resolve(FILE), this);
    }

    /// The ids of concepts that were asked for and are in no row: there were no sentences for them,
    /// since no label of the data is clearly theirs.
    public List<String> leftOut() {
        ExperimentSpec.Chosen asked = spec.sources().chosen();
        if (asked == null) {
            return List.of();
        }
        Set<String> there = new HashSet<>();
        detection.forEach(row -> there.add(row.key().id()));
        steering.forEach(row -> there.add(row.key().id()));
        return asked.concepts().stream().filter(id -> !there.contains(id)).toList();
    }

    /// The steering rows behind a choice: every push of that concept or baseline.
    public List<SteeringRow> behind(Choice choice) {
        return steering.stream()
                .filter(row ->
                        row.variant() == choice.variant()
                                && Objects.equals(row.method(), choice.method())
                                && row.concept().equals(choice.concept()))
                .toList();
    }
}
