package io.factorscope.app.tree;

import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Navigator;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.app.task.TaskHandle;
import io.factorscope.app.words.Words;
import io.factorscope.core.factorization.ConceptTree;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.job.Progress;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.project.TreeGrower;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Grows the tree of the open analysis and says who is whose child.
public final class TreeViewModel {
    private final Session session;
    private final TaskExecutor executor;
    private final Navigator navigator;
    private final Consumer<FactorscopeException> failures;
    private final StringProperty ranks = new SimpleStringProperty("");
    private final BooleanProperty strict = new SimpleBooleanProperty(false);
    private final DoubleProperty share = new SimpleDoubleProperty(ConceptTree.SHARE);
    private final ReadOnlyBooleanWrapper growing = new ReadOnlyBooleanWrapper();
    private final ObjectProperty<Progress> progress =
            new SimpleObjectProperty<>(new Progress("", 0, 0, ""));
    private final ObjectProperty<ConceptTree.@Nullable Node> selected =
            new SimpleObjectProperty<>();
    private final TreeDrawing drawing;
    private final FamilyModel families;
    private @Nullable TaskHandle task;

    /// A view model over the session's analysis.
    public TreeViewModel(
            Session session,
            TaskExecutor executor,
            Navigator navigator,
            Consumer<FactorscopeException> failures) {
        this.session = session;
        this.executor = executor;
        this.navigator = navigator;
        this.failures = failures;
        session.analysisProperty().subscribe(this::suggest);
        this.drawing = new TreeDrawing(this, executor, failures);
        this.families = new FamilyModel(this, executor, navigator, failures);
    }

    private void suggest(@Nullable Analysis analysis) {
        selected.set(null);
        if (analysis == null) {
            return;
        }
        ConceptTree tree = analysis.tree();
        List<Integer> wanted =
                tree == null
                        ? TreeGrower.usualRanks(analysis.factors().size())
                        : tree.manifest().spec().ranks().subList(1, tree.levels());
        ranks.set(text(wanted));
    }

    /// The drawing.
    public TreeDrawing drawing() {
        return drawing;
    }

    /// The chosen node's family.
    public FamilyModel families() {
        return families;
    }

    /// What is open.
    public Session session() {
        return session;
    }

    /// How many nodes each level above the factors gets, such as `40, 20, 10`.
    public StringProperty ranksProperty() {
        return ranks;
    }

    /// Whether a node stands only under the parent where its weight is largest.
    public BooleanProperty strictProperty() {
        return strict;
    }

    /// From which share of the largest weight on a child is shown.
    public DoubleProperty shareProperty() {
        return share;
    }

    /// Whether a tree is being grown.
    public ReadOnlyBooleanProperty growingProperty() {
        return growing.getReadOnlyProperty();
    }

    /// How far it is.
    public ObjectProperty<Progress> progressProperty() {
        return progress;
    }

    /// The node on the card.
    public ObjectProperty<ConceptTree.@Nullable Node> selectedProperty() {
        return selected;
    }

    /// The tree, or null where none was grown.
    public @Nullable ConceptTree tree() {
        Analysis analysis = session.analysis();
        return analysis == null ? null : analysis.tree();
    }

    /// The nodes of the coarsest level.
    public List<ConceptTree.Link> roots() {
        ConceptTree tree = tree();
        return tree == null
                ? List.of()
                : tree.nodes(tree.levels()).stream()
                        .map(node -> new ConceptTree.Link(node, 1))
                        .toList();
    }

    /// Which children are shown: under one parent each or under all, from which share of the
    /// largest weight on.
    public record View(boolean strict, double share) {
        List<ConceptTree.Link> children(ConceptTree tree, ConceptTree.Node node) {
            return strict ? tree.strictChildren(node, share) : tree.children(node, share);
        }
    }

    /// As the window shows them now.
    View view() {
        return new View(strict.get(), share.get());
    }

    /// A node's children as they are shown now.
    public List<ConceptTree.Link> children(ConceptTree.Node node) {
        ConceptTree tree = Objects.requireNonNull(tree());
        return view().children(tree, node);
    }

    /// What is known of a node.
    public ConceptEntry entry(ConceptTree.Node node) {
        return Objects.requireNonNull(session.analysis()).entry(node);
    }

    /// Grows the tree that the ranks describe; the one before is replaced when it is done.
    public void grow() {
        Analysis analysis = session.analysis();
        if (analysis == null || growing.get()) {
            return;
        }
        List<Integer> wanted;
        Path folder;
        try {
            wanted = levels(analysis.factors().size());
            folder = session.modelFolder();
        } catch (FactorscopeException e) {
            failures.accept(e);
            return;
        }
        growing.set(true);
        task =
                executor.submit(
                        Lane.BATCH,
                        context -> {
                            try (ModelHost.Pinned pinned = session.models().pin(folder)) {
                                return new TreeGrower(
                                                pinned.model(),
                                                iteration ->
                                                        context.progress(
                                                                Words.of("tree.growing-the-tree"),
                                                                iteration.number(),
                                                                -1,
                                                                "iterations"))
                                        .grow(analysis, wanted, context);
                            }
                        },
                        progress::set,
                        outcome -> done(analysis, outcome));
    }

    private void done(Analysis before, Outcome<Analysis> outcome) {
        growing.set(false);
        task = null;
        progress.set(new Progress("", 0, 0, ""));
        switch (outcome) {
            case Outcome.Done<Analysis> grown -> {
                // Another analysis may have been opened meanwhile.
                if (session.analysis() == before) {
                    session.grown(grown.value());
                }
            }
            case Outcome.Cancelled<Analysis> cancelled -> {}
            case Outcome.Failed<Analysis> failed -> failures.accept(failed.failure());
        }
    }

    /// The levels that the field asks for, each of fewer nodes than the one before.
    private List<Integer> levels(int factors) throws FactorscopeException {
        List<Integer> all = new ArrayList<>();
        int above = factors;
        try {
            for (String word : ranks.get().strip().split("[,\\s]+")) {
                int rank = Integer.parseInt(word);
                if (rank < 1 || rank >= above) {
                    throw notLevels(factors);
                }
                all.add(rank);
                above = rank;
            }
        } catch (NumberFormatException e) {
            throw notLevels(factors);
        }
        return all;
    }

    private FactorscopeException notLevels(int factors) {
        List<Integer> usual = TreeGrower.usualRanks(factors);
        String example = usual.isEmpty() ? String.valueOf(factors / 2) : text(usual);
        return new FactorscopeException(
                "FS-FORM-001",
                Words.format("tree.levels-must-fall", ranks.get().strip(), factors, example));
    }

    private static String text(List<Integer> levels) {
        return levels.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /// Ends growing; the tree before stays.
    public void cancel() {
        if (task != null) {
            task.cancel();
        }
    }

    /// Adds a slider for the chosen node and goes there.
    public void steerSelected() {
        ConceptTree.Node node = selected.get();
        if (node != null) {
            navigator.steer(entry(node).id());
        }
    }

    /// Fills in an experiment on the chosen node.
    public void evaluateSelected() {
        ConceptTree.Node node = selected.get();
        if (node != null) {
            navigator.evaluate(List.of(entry(node).id()));
        }
    }

    /// Shows another concept's card, where all concepts are.
    public void showConcept(String concept) {
        navigator.showConcept(concept);
    }
}
