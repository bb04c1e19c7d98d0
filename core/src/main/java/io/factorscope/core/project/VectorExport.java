package io.factorscope.core.project;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.factorization.Factorization;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.SafetensorsWriter;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;
import io.factorscope.core.store.Npy;
import io.factorscope.core.text.Csv;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Takes directions out of an analysis, for other programs; a file's ending says its form.
///
/// `.npy` and `.safetensors` hold the bare numbers; `.csv` has a row a neuron and a column a
/// factor; `.json` names every factor and lists the neurons that it stands on.
public final class VectorExport {
    /// The endings of files of all factors.
    public static final List<String> FACTORS = List.of("npy", "safetensors", "csv", "json");

    /// The endings of files of one direction that need no model.
    public static final List<String> DIRECTION = List.of("npy", "safetensors");

    private VectorExport() {}

    /// A factor in a `.json` file: its id, what it is called, its neurons and their weights.
    private record Sparse(String id, String name, List<Integer> neurons, List<Float> weights) {}

    /// Writes F `[d, K]`.
    ///
    /// **Errors**: `FS-EXPORT-001` for another ending, `FS-FILE-001`.
    public static void factors(Path file, Analysis analysis, Annotations said)
            throws FactorscopeException {
        Factorization fit = analysis.fit();
        switch (ending(file, FACTORS)) {
            case "npy" -> Npy.write(file, fit.f(), fit.d(), fit.rank());
            case "safetensors" ->
                    new SafetensorsWriter()
                            .about("hook", analysis.manifest().spec().hook().name())
                            .add("F", fit.f(), fit.d(), fit.rank())
                            .write(file);
            case "csv" -> AtomicFiles.write(file, out -> writeCsv(out, analysis, said));
            default ->
                    Json.write(
                            file,
                            Map.of(
                                    "hook",
                                    analysis.manifest().spec().hook().name(),
                                    "d",
                                    fit.d(),
                                    "factors",
                                    sparse(analysis, said)));
        }
    }

    /// Writes one direction `[d]`; in `.safetensors` it is the tensor `direction`.
    ///
    /// **Errors**: as [#factors].
    public static void direction(Path file, Concept concept) throws FactorscopeException {
        float[] direction = concept.direction();
        if (ending(file, DIRECTION).equals("npy")) {
            Npy.write(file, direction, direction.length);
        } else {
            new SafetensorsWriter()
                    .about("concept", concept.id())
                    .about("hook", concept.hook().name())
                    .add("direction", direction, direction.length)
                    .write(file);
        }
    }

    private static void writeCsv(OutputStream out, Analysis analysis, Annotations said)
            throws IOException {
        Factorization fit = analysis.fit();
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        text.append("neuron");
        for (ConceptEntry entry : analysis.factors()) {
            String name = said.titles().getOrDefault(entry.id(), "");
            text.append(',').append(Csv.field(name.isEmpty() ? entry.id() : label(entry, name)));
        }
        text.append('\n');
        for (int row = 0; row < fit.d(); row++) {
            text.append(Integer.toString(row));
            for (int k = 0; k < fit.rank(); k++) {
                float value = fit.f()[row * fit.rank() + k];
                text.append(',').append(value == 0 ? "0" : Float.toString(value));
            }
            text.append('\n');
        }
        text.flush();
    }

    private static String label(ConceptEntry entry, String name) {
        return entry.id() + " " + name;
    }

    private static List<Sparse> sparse(Analysis analysis, Annotations said) {
        List<Sparse> all = new ArrayList<>();
        for (ConceptEntry entry : analysis.factors()) {
            List<Integer> neurons = new ArrayList<>();
            List<Float> weights = new ArrayList<>();
            float[] direction = entry.concept().direction();
            for (int i = 0; i < direction.length; i++) {
                if (direction[i] != 0) {
                    neurons.add(i);
                    weights.add(direction[i]);
                }
            }
            String name = said.titles().getOrDefault(entry.id(), entry.automaticLabel());
            all.add(new Sparse(entry.id(), name, neurons, weights));
        }
        return all;
    }

    /// The ending of a file's name, which must be one of some.
    ///
    /// **Errors**: `FS-EXPORT-001`.
    public static String ending(Path file, List<String> known) throws FactorscopeException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        String ending = name.substring(name.lastIndexOf('.') + 1);
        if (!known.contains(ending)) {
            throw new FactorscopeException(
                    "FS-EXPORT-001",
                    file
                            + " ends in '"
                            + ending
                            + "'; expected one of "
                            + String.join(", ", known)
                            + ".");
        }
        return ending;
    }
}
