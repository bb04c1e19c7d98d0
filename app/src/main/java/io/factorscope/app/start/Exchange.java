package io.factorscope.app.start;

import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lane;
import io.factorscope.app.words.Words;
import io.factorscope.core.concept.Concept;
import io.factorscope.core.factorization.FactorMatch;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.AnalysisState;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.Annotations;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.project.ConceptImporter;
import io.factorscope.core.project.Edit;
import io.factorscope.core.project.GivenDirection;
import io.factorscope.core.project.HtmlReport;
import io.factorscope.core.project.LabelImport;
import io.factorscope.core.project.VectorExport;
import io.factorscope.core.steering.ControlVector;
import io.factorscope.core.steering.SteerRun;
import io.factorscope.core.store.AtomicFiles;

import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// What goes out of the open analysis as files, and what comes into it from files.
///
/// **Threads**: FX thread.
public final class Exchange {
    /// Files of one direction; the last needs the model.
    static final List<String> DIRECTION = List.of("gguf", "safetensors", "npy");

    private static final String CONTROL_VECTOR = "gguf";
    private static final double UNIT = 1;

    private final StartViewModel start;
    private final ReadOnlyStringWrapper said = new ReadOnlyStringWrapper("");

    Exchange(StartViewModel start) {
        this.start = start;
    }

    /// What was done last, in a line.
    public ReadOnlyStringProperty saidProperty() {
        return said.getReadOnlyProperty();
    }

    void say(String line) {
        said.set(""); // the same line again is news too
        said.set(line);
    }

    /// Whether there is something to exchange.
    boolean isOpen() {
        return session().analysis() != null;
    }

    private Session session() {
        return start.session();
    }

    /// Writes the analysis with all that a person has said into one file, to send.
    public void pack(Path file) {
        Analysis analysis = session().analysis();
        AnalysisState state = session().state();
        if (analysis != null) {
            write(file, () -> start.files().pack(analysis, state, file));
        }
    }

    /// Writes F, with the names where the form has room for them.
    public void factors(Path file) {
        Analysis analysis = session().analysis();
        Annotations annotations = session().annotationsProperty().get();
        if (analysis != null) {
            write(file, () -> VectorExport.factors(file, analysis, annotations));
        }
    }

    /// Writes a report that stands alone, with the texts of the latest run of the sliders.
    public void report(Path file) {
        Analysis analysis = session().analysis();
        AnalysisState state = session().state();
        if (analysis != null) {
            List<SteerRun> runs = state.runs().newestFirst();
            List<String> baseline = runs.isEmpty() ? List.of() : runs.getFirst().baseline();
            List<String> steered = runs.isEmpty() ? List.of() : runs.getFirst().steered();
            write(file, () -> HtmlReport.write(file, analysis, state, baseline, steered));
        }
    }

    /// Writes a concept's direction; as a control vector it has norm 1.
    public void direction(ConceptEntry entry, Path file) {
        Concept concept = entry.concept();
        Analysis of = session().analysis();
        if (of == null) {
            return;
        }
        if (!file.toString().endsWith("." + CONTROL_VECTOR)) {
            write(file, () -> VectorExport.direction(file, concept));
            return;
        }
        start.submit(
                Lane.INTERACTIVE,
                context -> {
                    LanguageModel model = session().models().model(Session.modelFolder(of));
                    ControlVector.write(file, model, concept, UNIT);
                    return file;
                },
                this::sayWritten);
    }

    /// Writes a text.
    public void text(String text, Path file) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(file, () -> AtomicFiles.write(file, out -> out.write(bytes)));
    }

    @FunctionalInterface
    private interface Writing {
        void run() throws FactorscopeException;
    }

    private void write(Path file, Writing writing) {
        start.submit(
                Lane.FILES,
                context -> {
                    writing.run();
                    return file;
                },
                this::sayWritten);
    }

    private void sayWritten(Path file) {
        say(Words.format("start.written-to", file));
    }

    /// Brings names, notes and stars of another analysis (a folder or one file) to the concepts
    /// that point the same way; what has been said here stays. One step to undo.
    public void labels(Path from) {
        Analysis into = session().analysis();
        if (into == null) {
            return;
        }
        start.submit(
                Lane.FILES,
                context -> {
                    AnalysisStore.Opened source = start.files().look(from);
                    List<LabelImport.Match> matches =
                            LabelImport.matches(source, into, FactorMatch.SAME);
                    return new Found(source.state().annotations(), matches);
                },
                found -> {
                    if (!into.equals(session().analysis())) {
                        return;
                    }
                    Annotations now = session().annotationsProperty().get();
                    List<Edit> edits = LabelImport.edits(found.matches, found.said, now, false);
                    session().edit(Words.of("start.names-from-another-analysis"), edits);
                    say(
                            Words.format(
                                    "start.concepts-found-again-changes",
                                    found.matches.size(),
                                    edits.size()));
                });
    }

    private record Found(Annotations said, List<LabelImport.Match> matches) {
        Found {
            matches = List.copyOf(matches);
        }
    }

    /// The hook points where the open analysis has concepts, as a direction's form offers them.
    List<String> hooks() {
        Analysis analysis = session().analysis();
        if (analysis == null) {
            return List.of();
        }
        List<HookPoint> hooks = new ArrayList<>();
        hooks.add(analysis.manifest().spec().labelHook());
        hooks.add(analysis.manifest().spec().hook());
        hooks.addAll(new TreeSet<>(analysis.imported().norms().keySet()));
        return hooks.stream().map(HookPoint::name).distinct().toList();
    }

    /// Brings a direction `[d]` in as a concept of its own, `V:name`, and shows it.
    public void given(Path file, String hook, String name) {
        Analysis before = session().analysis();
        if (before == null) {
            return;
        }
        start.submit(
                Lane.INTERACTIVE,
                context -> {
                    HookPoint point = HookPoint.parse(hook);
                    float[] direction = GivenDirection.read(file, null);
                    LanguageModel model = session().models().model(Session.modelFolder(before));
                    return new ConceptImporter(model, before, context)
                            .direction(name, point, direction);
                },
                with -> {
                    if (before.equals(session().analysis())) {
                        session().grown(with);
                        say(Words.format("start.is-now-a-concept", name));
                        start.navigator().showConcept("V:" + name);
                    }
                });
    }
}
