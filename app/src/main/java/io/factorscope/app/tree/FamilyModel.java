package io.factorscope.app.tree;

import io.factorscope.app.session.Navigator;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.task.TaskExecutor;
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

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
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
    private final ReadOnlyObjectWrapper<@Nullable Shown> shown = new ReadOnlyObjectWrapper<>();

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
        model.selectedProperty().subscribe(this::show);
    }

    /// The matrix under the tree, or null where the chosen node has fewer than two children.
    public ReadOnlyObjectProperty<@Nullable Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    private void show(ConceptTree.@Nullable Node node) {
        latest.cancel();
        shown.set(null);
        Analysis analysis = model.session().analysis();
        if (node == null || analysis == null || model.tree() == null) {
            return;
        }
        List<ConceptEntry> siblings =
                model.children(node).stream()
                        .limit(SIBLINGS)
                        .map(link -> model.entry(link.node()))
                        .toList();
        if (siblings.size() < 2) {
            return;
        }
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
        List<Integer> neurons = neurons(tree, node, core);
        String id = model.entry(node).id();
        if (neurons.isEmpty()) {
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
        navigator.steerParts(name, List.of(new Slider.Part(id, 1, neurons)));
    }

    /// Its siblings are the children of the parent in which it weighs most.
    private List<Integer> neurons(ConceptTree tree, ConceptTree.Node node, boolean core) {
        List<ConceptTree.Link> parents = tree.parents(node, 1);
        if (parents.isEmpty()) {
            return List.of();
        }
        List<ConceptTree.Node> siblings =
                model.children(parents.getFirst().node()).stream()
                        .map(ConceptTree.Link::node)
                        .toList();
        if (siblings.size() < 2 || !siblings.contains(node)) {
            return List.of();
        }
        Family family = Family.of(tree, siblings);
        return core ? family.core() : family.exclusive().getOrDefault(node, List.of());
    }
}
