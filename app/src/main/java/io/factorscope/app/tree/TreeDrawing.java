package io.factorscope.app.tree;

import io.factorscope.app.control.Numbers;
import io.factorscope.app.figure.TreeExport;
import io.factorscope.app.figure.TreeFigure;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.app.words.Words;
import io.factorscope.core.concept.TokenScore;
import io.factorscope.core.factorization.ConceptTree;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.text.VisibleText;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Which nodes of the tree are drawn: the expanded ones and their children. Layout runs off the
/// window's thread, the latest wins.
///
/// A node is known by its path, such as `T3.1/T2.4`, since the soft view repeats shared nodes.
public final class TreeDrawing {
    private static final int MOST = 2000;

    private final TreeViewModel model;
    private final TaskExecutor executor;
    private final Consumer<FactorscopeException> failures;
    private final Latest latest;
    private final Set<String> expanded = new HashSet<>();
    private final StringProperty search = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<Drawn> drawn = new ReadOnlyObjectWrapper<>(Drawn.NONE);
    private final ObjectProperty<@Nullable String> selected = new SimpleObjectProperty<>();
    private final ReadOnlyStringWrapper foundLine = new ReadOnlyStringWrapper("");
    private boolean searched;

    /// A laid out tree, the node behind each path, the paths of what a search has found, and all
    /// those that it has lit to get there.
    public record Drawn(
            TreeFigure figure,
            Map<String, ConceptTree.Node> nodes,
            List<String> found,
            Set<String> lit) {
        static final Drawn NONE = new Drawn(TreeFigure.EMPTY, Map.of(), List.of(), Set.of());

        /// A copy that nobody can change.
        public Drawn {
            nodes = Map.copyOf(nodes);
            found = List.copyOf(found);
            lit = Set.copyOf(lit);
        }
    }

    TreeDrawing(
            TreeViewModel model, TaskExecutor executor, Consumer<FactorscopeException> failures) {
        this.model = model;
        this.executor = executor;
        this.failures = failures;
        this.latest = new Latest(executor, Lane.FILES);
        model.session().analysisProperty().subscribe(this::reset);
        model.strictProperty().subscribe((before, now) -> redraw());
        model.shareProperty().subscribe((before, now) -> redraw());
        model.session()
                .annotationsProperty()
                .subscribe((before, now) -> {
                    if (!before.titles().equals(now.titles())) {
                        redraw();
                    }
                });
        search.subscribe((before, now) -> {
            searched = true;
            redraw();
        });
        selected.subscribe(now -> count());
        selected.subscribe((before, now) -> {
            ConceptTree.Node node = now == null ? null : drawn.get().nodes.get(now);
            if (node != null) {
                model.selectedProperty().set(node);
            }
        });
    }

    private void reset(@Nullable Analysis analysis) {
        expanded.clear();
        selected.set(null);
        redraw();
    }

    /// What is drawn now.
    public ReadOnlyObjectProperty<Drawn> drawnProperty() {
        return drawn.getReadOnlyProperty();
    }

    /// Whether there is nothing to draw, so that nothing can be done with it.
    BooleanBinding emptyBinding() {
        return Bindings.createBooleanBinding(() -> drawn.get().nodes.isEmpty(), drawn);
    }

    /// The path of the chosen node, or null.
    public ObjectProperty<@Nullable String> selectedProperty() {
        return selected;
    }

    /// Words to look for in labels and tokens; the paths to what is found are opened and lit.
    public StringProperty searchProperty() {
        return search;
    }

    /// Which of how many findings is chosen, in a few words; empty where nothing is looked for.
    public ReadOnlyStringProperty foundLineProperty() {
        return foundLine.getReadOnlyProperty();
    }

    private void count() {
        List<String> found = drawn.get().found;
        int at = found.indexOf(String.valueOf(selected.get()));
        if (words().isEmpty() || drawn.get().nodes.isEmpty()) {
            foundLine.set("");
        } else if (found.isEmpty()) {
            foundLine.set(Words.of("tree.nothing-found"));
        } else {
            foundLine.set(
                    at < 0
                            ? Words.format("tree.found", found.size())
                            : Words.format("tree.found-at", at + 1, found.size()));
        }
    }

    private String words() {
        return search.get().strip().toLowerCase(Locale.ROOT);
    }

    /// Chooses the next of what a search has found, or the one before for a step of −1; after the
    /// last comes the first.
    public void next(int step) {
        List<String> found = drawn.get().found;
        if (!found.isEmpty()) {
            int at = found.indexOf(String.valueOf(selected.get()));
            int to = at < 0 && step < 0 ? found.size() - 1 : at + step;
            selected.set(found.get(Math.floorMod(to, found.size())));
        }
    }

    /// Expands or collapses a path; nothing happens to one with nothing below it.
    public void toggle(String path) {
        if (!isParent(path)) {
            return;
        }
        if (!expanded.remove(path)) {
            expanded.add(path);
        }
        redraw();
    }

    /// Whether a path is expanded.
    public boolean isExpanded(String path) {
        return expanded.contains(path) && isParent(path);
    }

    private boolean isParent(String path) {
        ConceptTree.Node node = drawn.get().nodes.get(path);
        return node != null && !model.children(node).isEmpty();
    }

    /// Expands every node, as far as the drawing stays within its limit.
    public void expandAll() {
        for (ConceptTree.Link root : model.roots()) {
            expandBelow(root.node(), id(root.node()));
        }
        redraw();
    }

    private void expandBelow(ConceptTree.Node node, String path) {
        if (node.level() == 1 || expanded.size() >= MOST) {
            return;
        }
        expanded.add(path);
        for (ConceptTree.Link link : model.children(node)) {
            expandBelow(link.node(), path + "/" + id(link.node()));
        }
    }

    /// Collapses every node.
    public void collapseAll() {
        expanded.clear();
        redraw();
    }

    /// Leaves open only the path to the chosen node, and the node itself.
    public void focus() {
        String path = selected.get();
        if (path == null) {
            return;
        }
        expanded.clear();
        for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
            expanded.add(path.substring(0, at));
        }
        expanded.add(path);
        redraw();
    }

    private static String id(ConceptTree.Node node) {
        return "T" + node.level() + "." + node.index();
    }

    void redraw() {
        Analysis analysis = model.session().analysis();
        ConceptTree tree = analysis == null ? null : analysis.tree();
        if (analysis == null || tree == null) {
            latest.cancel();
            show(Drawn.NONE);
            return;
        }
        Walk walk =
                new Walk(
                        analysis,
                        tree,
                        model.view(),
                        model.session().annotationsProperty().get().titles(),
                        Set.copyOf(expanded),
                        words());
        latest.<Drawn>request(
                context -> walk.drawn(),
                progress -> {},
                outcome -> {
                    if (outcome instanceof Outcome.Done<Drawn> done) {
                        show(done.value());
                    } else if (outcome instanceof Outcome.Failed<Drawn> failed) {
                        failures.accept(failed.failure());
                    }
                });
    }

    private void show(Drawn now) {
        drawn.set(now);
        String chosen = selected.get();
        if (!now.nodes.isEmpty() && (chosen == null || !now.nodes.containsKey(chosen))) {
            selected.set(now.figure.nodes().getFirst().node().key());
        }
        if (searched && !now.found.contains(String.valueOf(selected.get()))) {
            next(1);
        }
        searched = false;
        count(); // what is looked for may have changed where what is drawn has not
    }

    /// Writes what is drawn into a file, in the form of its ending.
    public void export(Path file) {
        TreeFigure figure = drawn.get().figure;
        executor.<Path>submit(
                Lane.FILES,
                context -> {
                    TreeExport.write(figure, file);
                    return file;
                },
                outcome -> {
                    if (outcome instanceof Outcome.Failed<Path> failed) {
                        failures.accept(failed.failure());
                    }
                });
    }

    /// The figure of an analysis' whole tree, as the window draws it with every node expanded.
    public static TreeFigure whole(Analysis analysis, ConceptTree tree, TreeViewModel.View view) {
        return new Walk(analysis, tree, view, Map.of(), null, "").drawn().figure;
    }

    /// One walk over the nodes to draw; `expanded` null means all.
    private static final class Walk {
        private final Analysis analysis;
        private final ConceptTree tree;
        private final TreeViewModel.View view;
        private final Map<String, String> names;
        private final @Nullable Set<String> expanded;
        private final String words;
        private final List<TreeFigure.Node> nodes = new ArrayList<>();
        private final Map<String, ConceptTree.Node> byPath = new HashMap<>();
        private final Set<String> lit = new HashSet<>();
        private final Set<String> matching = new HashSet<>();

        Walk(
                Analysis analysis,
                ConceptTree tree,
                TreeViewModel.View view,
                Map<String, String> names,
                @Nullable Set<String> expanded,
                String words) {
            this.analysis = analysis;
            this.tree = tree;
            this.view = view;
            this.names = names;
            this.expanded = expanded;
            this.words = words;
        }

        Drawn drawn() {
            for (ConceptTree.Node root : tree.nodes(tree.levels())) {
                find(root, id(root));
            }
            for (ConceptTree.Node root : tree.nodes(tree.levels())) {
                add(new ConceptTree.Link(root, 1), 1, id(root), -1);
            }
            List<String> found =
                    nodes.stream().map(TreeFigure.Node::key).filter(matching::contains).toList();
            return new Drawn(TreeFigure.of(nodes), byPath, found, lit);
        }

        /// Lights the paths to all that matches.
        private boolean find(ConceptTree.Node node, String path) {
            if (words.isEmpty() || lit.size() >= MOST) {
                return false;
            }
            boolean found = matches(node);
            if (found) {
                matching.add(path);
            }
            for (ConceptTree.Link link : view.children(tree, node)) {
                found |= find(link.node(), path + "/" + id(link.node()));
            }
            if (found) {
                lit.add(path);
            }
            return found;
        }

        private boolean matches(ConceptTree.Node node) {
            ConceptEntry entry = analysis.entry(node);
            return name(entry).toLowerCase(Locale.ROOT).contains(words)
                    || entry.evidence().topTokens().stream()
                            .anyMatch(t -> t.token().toLowerCase(Locale.ROOT).contains(words));
        }

        private void add(ConceptTree.Link link, double share, String path, int parent) {
            if (nodes.size() >= MOST) {
                return;
            }
            int mine = nodes.size();
            List<ConceptTree.Link> below = view.children(tree, link.node());
            ConceptEntry entry = analysis.entry(link.node());
            String size = below.isEmpty() ? "" : below.size() + " below";
            String weight =
                    parent < 0 ? "" : Words.format("tree.weight", Numbers.plain(link.weight()));
            String between = size.isEmpty() || weight.isEmpty() ? "" : " · ";
            List<String> tokens =
                    entry.evidence().topTokens().stream()
                            .limit(3)
                            .map(TokenScore::token)
                            .map(VisibleText::of)
                            .toList();
            nodes.add(
                    new TreeFigure.Node(
                            path, parent, name(entry), tokens, weight + between + size, share));
            byPath.put(path, link.node());
            if (expanded == null || expanded.contains(path) || lit.contains(path)) {
                for (ConceptTree.Link child : below) {
                    double largest = below.getFirst().weight();
                    add(
                            child,
                            largest == 0 ? 0 : child.weight() / largest,
                            path + "/" + id(child.node()),
                            mine);
                }
            }
        }

        private String name(ConceptEntry entry) {
            String given = names.get(entry.id());
            return Session.tag(entry) + " " + (given == null ? entry.automaticLabel() : given);
        }
    }
}
