package io.factorscope.app.tree;

import io.factorscope.app.card.FamilyNeurons;
import io.factorscope.app.session.Navigator;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.app.words.Words;
import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.TokenScore;
import io.factorscope.core.factorization.ConceptTree;
import io.factorscope.core.factorization.Family;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.steering.FamilyShift;
import io.factorscope.core.steering.Slider;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/// The family of the chosen node: how its children shift the logits of the family's tokens, and the
/// ways to steer from it.
public final class FamilyModel {
    private static final int SIBLINGS = 10;
    private static final int TOKENS_EACH = 2;

    private final TreeViewModel model;
    private final Navigator navigator;
    private final Consumer<FactorscopeException> failures;
    private final Latest latest;
    private final Latest counting;
    private final ReadOnlyObjectWrapper<@Nullable Shown> shown = new ReadOnlyObjectWrapper<>();
    private final Latest weighing;
    private final ReadOnlyObjectWrapper<FamilyNeurons> neurons =
            new ReadOnlyObjectWrapper<>(FamilyNeurons.NONE);
    private final ReadOnlyStringWrapper line = new ReadOnlyStringWrapper("");
    private List<ConceptTree.Node> asked = List.of();
    private ConceptTree.@Nullable Node weighed;

    /// Siblings and their matrix.
    public record Shown(List<ConceptEntry> siblings, FamilyShift shift) {
        /// A copy that nobody can change.
        public Shown {
            siblings = List.copyOf(siblings);
        }
    }

    FamilyModel(
            TreeViewModel model,
            TaskExecutor executor,
            Navigator navigator,
            Consumer<FactorscopeException> failures) {
        this.model = model;
        this.navigator = navigator;
        this.failures = failures;
        this.latest = new Latest(executor, Lane.INTERACTIVE);
        this.counting = new Latest(executor, Lane.FILES);
        this.weighing = new Latest(executor, Lane.FILES);
        model.selectedProperty().subscribe(node -> follow());
        model.shareProperty().subscribe((before, now) -> follow());
        model.strictProperty().subscribe((before, now) -> follow());
    }

    /// The neurons that the chosen node shares with its siblings, as they are drawn, and its own;
    /// none for a root, which has no siblings.
    public ReadOnlyObjectProperty<FamilyNeurons> neuronsProperty() {
        return neurons.getReadOnlyProperty();
    }

    /// One line on the neurons that the chosen node's children share, as they are drawn; empty for
    /// fewer than two.
    public ReadOnlyStringProperty lineProperty() {
        return line.getReadOnlyProperty();
    }

    /// The matrix under the tree, or null where the chosen node has fewer than two children.
    public ReadOnlyObjectProperty<@Nullable Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /// Follows the chosen node and which of its children are drawn.
    private void follow() {
        ConceptTree.Node node = model.selectedProperty().get();
        Analysis analysis = model.session().analysis();
        ConceptTree tree = model.tree();
        weigh(node, tree);
        List<ConceptTree.Node> children =
                node == null || analysis == null || tree == null
                        ? List.of()
                        : model.children(node).stream().map(ConceptTree.Link::node).toList();
        if (analysis == null || tree == null || children.size() < 2) {
            asked = List.of();
            latest.cancel();
            counting.cancel();
            shown.set(null);
            line.set("");
        } else if (!children.equals(asked)) {
            asked = children;
            count(tree, children);
            show(analysis, children);
        }
    }

    private void weigh(ConceptTree.@Nullable Node node, @Nullable ConceptTree tree) {
        weighing.cancel();
        ConceptTree.Node before = weighed;
        weighed = node;
        List<ConceptTree.Node> siblings =
                node == null || tree == null ? List.of() : siblings(tree, node);
        if (siblings.isEmpty() || !Objects.equals(node, before)) {
            neurons.set(FamilyNeurons.NONE); // those of another node would be wrong
        }
        if (node == null || tree == null || siblings.isEmpty()) {
            return;
        }
        weighing.<FamilyNeurons>request(
                context -> FamilyNeurons.of(tree, node, siblings),
                progress -> {},
                outcome -> {
                    if (outcome instanceof Outcome.Done<FamilyNeurons> done) {
                        neurons.set(done.value());
                    }
                });
    }

    private void count(ConceptTree tree, List<ConceptTree.Node> children) {
        counting.<Family>request(
                context -> Family.of(tree, children),
                progress -> {},
                outcome -> {
                    if (outcome instanceof Outcome.Done<Family> done) {
                        line.set(line(children.size(), done.value()));
                    }
                });
    }

    private static String line(int children, Family family) {
        double own = family.exclusive().values().stream().mapToInt(List::size).average().orElse(0);
        return String.format(
                Locale.ROOT,
                Words.of("tree.its-children-share-neurons-core"),
                children,
                family.core().size(),
                own);
    }

    private void show(Analysis analysis, List<ConceptTree.Node> children) {
        latest.cancel();
        shown.set(null);
        List<ConceptEntry> siblings = children.stream().limit(SIBLINGS).map(model::entry).toList();
        Path folder;
        try {
            folder = model.session().modelFolder();
        } catch (FactorscopeException e) {
            failures.accept(e);
            return;
        }
        latest.<Shown>request(
                context -> {
                    List<Concept> concepts = siblings.stream().map(ConceptEntry::concept).toList();
                    List<Integer> tokens = tokens(analysis, siblings);
                    return new Shown(
                            siblings,
                            FamilyShift.of(
                                    model.session().models().model(folder), concepts, tokens));
                },
                progress -> {},
                outcome -> {
                    if (outcome instanceof Outcome.Done<Shown> done) {
                        shown.set(done.value());
                    } else if (outcome instanceof Outcome.Failed<Shown> failed) {
                        failures.accept(failed.failure());
                    }
                });
    }

    /// The ids of each sibling's strongest tokens, in the order of the siblings.
    private static List<Integer> tokens(Analysis analysis, List<ConceptEntry> siblings) {
        Map<String, Integer> ids = new HashMap<>();
        for (int row = 0; row < analysis.tokens().size(); row++) {
            ids.putIfAbsent(analysis.tokens().token(row), analysis.tokens().id(row));
        }
        Set<Integer> found = new LinkedHashSet<>();
        for (ConceptEntry sibling : siblings) {
            sibling.evidence().topTokens().stream()
                    .map(TokenScore::token)
                    .filter(ids::containsKey)
                    .limit(TOKENS_EACH)
                    .forEach(token -> found.add(Objects.requireNonNull(ids.get(token))));
        }
        return List.copyOf(found);
    }

    /// Steers the chosen node, and puts its children beside it at 0, where ghosts show where it
    /// takes them.
    public void steerWithChildren() {
        ConceptTree.Node node = model.selectedProperty().get();
        if (node != null) {
            model.children(node).stream()
                    .limit(4)
                    .map(link -> model.entry(link.node()).id())
                    .forEach(navigator::steerAtRest);
            navigator.steer(model.entry(node).id());
        }
    }

    /// Steers from the neurons that the chosen node shares with all its siblings.
    public void steerCore() {
        steerNeurons(true);
    }

    /// Steers from the neurons that none of its siblings has.
    public void steerExclusive() {
        steerNeurons(false);
    }

    private void steerNeurons(boolean core) {
        ConceptTree.Node node = model.selectedProperty().get();
        ConceptTree tree = model.tree();
        if (node == null || tree == null) {
            return;
        }
        FamilyNeurons all = FamilyNeurons.of(tree, node, siblings(tree, node));
        List<Integer> chosen =
                (core ? all.core() : all.own())
                        .stream().map(FamilyNeurons.Weighted::neuron).sorted().toList();
        String id = model.entry(node).id();
        if (chosen.isEmpty()) {
            failures.accept(
                    new FactorscopeException(
                            "FS-TREE-005",
                            id
                                    + (core
                                            ? " shares no neuron with all its siblings"
                                            : " has no neuron of its own")
                                    + "; steer from the whole concept, or show fewer siblings."));
            return;
        }
        String name = model.session().nameOf(model.entry(node)) + (core ? " · core" : " · own");
        navigator.steerParts(name, List.of(new Slider.Part(id, 1, chosen)));
    }

    /// The children of the parent in which it weighs most, itself among them; none where it is not
    /// drawn there or alone.
    private List<ConceptTree.Node> siblings(ConceptTree tree, ConceptTree.Node node) {
        List<ConceptTree.Link> parents = tree.parents(node, 1);
        if (parents.isEmpty()) {
            return List.of();
        }
        List<ConceptTree.Node> siblings =
                model.children(parents.getFirst().node()).stream()
                        .map(ConceptTree.Link::node)
                        .toList();
        return siblings.size() > 1 && siblings.contains(node) ? siblings : List.of();
    }
}
