package io.factorscope.core.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;
import io.factorscope.core.store.Npy;
import io.factorscope.core.store.NpyArray;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The concepts of one method, one for each label: matched on the training half, or made from it.
///
/// `candidates`: how many concepts there were to choose from; `meanNorm`: of the activations at the
/// hook point, on the training half.
public final class ConceptSet {
    private static final String FILE = "concepts.json";
    private static final String DIRECTIONS = "directions.npy";

    private final Saved saved;
    private final List<Concept> concepts;

    /// A label's concept; `trainingAuroc`: how well its cosines told the label's training sentences
    /// from the others', which is what it was chosen by, or null where it was given.
    public record Matched(
            String label,
            ConceptSource source,
            @JsonProperty("training_auroc") @Nullable Double trainingAuroc) {}

    private record Saved(
            Method method,
            HookPoint hook,
            int candidates,
            @JsonProperty("mean_norm") double meanNorm,
            List<Matched> concepts) {}

    private ConceptSet(Saved saved, List<Concept> concepts) {
        this.saved = saved;
        this.concepts = List.copyOf(concepts);
    }

    /// Chooses for each label of the training half the candidate whose largest cosines tell its
    /// sentences best from the others'.
    public static ConceptSet match(
            Method method, List<Concept> candidates, SentenceSet training, JobContext context)
            throws FactorscopeException {
        double[][] scores = training.cosines(candidates, context);
        List<Matched> matched = new ArrayList<>();
        List<Concept> chosen = new ArrayList<>();
        for (String label : training.texts().labels()) {
            int best = -1;
            double most = -1;
            for (int c = 0; c < scores.length; c++) {
                double auroc = auroc(scores[c], label, training);
                if (auroc > most) {
                    most = auroc;
                    best = c;
                }
            }
            chosen.add(candidates.get(best));
            matched.add(new Matched(label, candidates.get(best).source(), most));
        }
        return of(method, candidates.size(), matched, chosen, training);
    }

    /// One concept for each label, as they are: those of labels.
    public static ConceptSet ofLabels(
            Method method, List<Concept> concepts, SentenceSet training, JobContext context)
            throws FactorscopeException {
        double[][] scores = training.cosines(concepts, context);
        List<Matched> matched = new ArrayList<>();
        for (int c = 0; c < scores.length; c++) {
            String label = training.texts().labels().get(c);
            double auroc = auroc(scores[c], label, training);
            matched.add(new Matched(label, concepts.get(c).source(), auroc));
        }
        return of(method, concepts.size(), matched, concepts, training);
    }

    /// Concepts that were chosen elsewhere, each under a name; `candidates` there were to choose
    /// from.
    static ConceptSet given(
            Method method,
            int candidates,
            List<String> names,
            List<Concept> concepts,
            double meanNorm) {
        List<Matched> matched = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            matched.add(new Matched(names.get(i), concepts.get(i).source(), null));
        }
        HookPoint hook = concepts.getFirst().hook();
        Saved saved = new Saved(method, hook, candidates, meanNorm, List.copyOf(matched));
        return new ConceptSet(saved, concepts);
    }

    private static ConceptSet of(
            Method method,
            int candidates,
            List<Matched> matched,
            List<Concept> chosen,
            SentenceSet training) {
        double norm = training.meanNorm();
        Saved saved = new Saved(method, training.hook(), candidates, norm, List.copyOf(matched));
        return new ConceptSet(saved, chosen);
    }

    private static double auroc(double[] scores, String label, SentenceSet training) {
        List<Double> own = new ArrayList<>();
        List<Double> others = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            if (!Double.isNaN(scores[i])) {
                boolean mine = training.texts().examples().get(i).label().equals(label);
                (mine ? own : others).add(scores[i]);
            }
        }
        return Interval.auroc(
                own.stream().mapToDouble(Double::doubleValue).toArray(),
                others.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /// Which method's.
    public Method method() {
        return saved.method;
    }

    /// Where they are read.
    public HookPoint hook() {
        return saved.hook;
    }

    /// The mean norm of the activations there.
    public double meanNorm() {
        return saved.meanNorm;
    }

    /// Each label with what was chosen for it.
    public List<Matched> matched() {
        return saved.concepts;
    }

    /// The concepts, in the labels' order.
    public List<Concept> concepts() {
        return concepts;
    }

    /// The key of a label's concept in result files.
    public ConceptKey key(int label) {
        return ConceptKey.of(concepts.get(label), saved.candidates);
    }

    /// Writes `concepts.json` and `directions.npy [label, d]`.
    public void save(Path folder) throws FactorscopeException {
        int d = concepts.getFirst().direction().length;
        float[] all = new float[concepts.size() * d];
        for (int i = 0; i < concepts.size(); i++) {
            System.arraycopy(concepts.get(i).direction(), 0, all, i * d, d);
        }
        AtomicFiles.writeFolder(
                folder,
                beside -> {
                    Npy.write(beside.resolve(DIRECTIONS), all, concepts.size(), d);
                    Json.write(beside.resolve(FILE), saved);
                });
    }

    /// Reads what [#save] wrote.
    public static ConceptSet load(Path folder) throws FactorscopeException {
        Saved saved = Json.read(folder.resolve(FILE), Saved.class);
        NpyArray directions = Npy.read(folder.resolve(DIRECTIONS), 2);
        int d = directions.size(1);
        List<Concept> concepts = new ArrayList<>();
        for (int i = 0; i < Math.min(directions.size(0), saved.concepts.size()); i++) {
            float[] own = Arrays.copyOfRange(directions.values(), i * d, (i + 1) * d);
            concepts.add(new Concept(saved.concepts.get(i).source(), saved.hook, own));
        }
        return new ConceptSet(saved, concepts);
    }
}
