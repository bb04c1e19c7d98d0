package io.factorscope.app.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.card.FamilyNeurons;
import io.factorscope.app.session.Asked;
import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.DirectExecutor;
import io.factorscope.core.factorization.ConceptTree;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.Home;
import io.factorscope.core.tensor.DeviceChoice;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The drawing of the tree and its families with the direct runner, on the shipped analysis.
class TreeDrawingTest {
    private final List<FactorscopeException> failures = new ArrayList<>();
    private final Asked navigator = new Asked();
    private final List<String> asked = navigator.steered();
    private ModelHost models;
    private Session session;
    private TreeViewModel model;
    private TreeDrawing drawing;

    @TempDir private Path temp;

    @BeforeEach
    void grow() throws FactorscopeException {
        models = new ModelHost(DeviceChoice.parse("cpu"), 0);
        session = new Session(models);
        model = new TreeViewModel(session, new DirectExecutor(), navigator, failures::add);
        drawing = model.drawing();
        AnalysisStore.Opened opened = AnalysisStore.open(Home.shippedAnalysis());
        session.open(opened.analysis(), opened.state(), null);
        model.ranksProperty().set("24, 6");
        model.grow();
    }

    @AfterEach
    void close() {
        models.close();
    }

    private List<String> keys() {
        return drawing.drawnProperty().get().figure().nodes().stream()
                .map(placed -> placed.node().key())
                .toList();
    }

    @Test
    void onlyExpandedNodesAreDrawn() {
        assertEquals(6, keys().size());
        drawing.toggle("T3.0");
        int open = keys().size();
        assertEquals(6 + model.children(new ConceptTree.Node(3, 0)).size(), open);
        drawing.toggle("T3.0");
        assertEquals(6, keys().size());
        drawing.expandAll();
        assertTrue(keys().size() > 6 + 24);
        drawing.collapseAll();
        assertEquals(6, keys().size());
    }

    @Test
    void aSearchOpensAndLightsThePathsToWhatItFinds() {
        drawing.expandAll();
        String deep =
                keys().stream().filter(key -> key.split("/").length == 3).findFirst().orElseThrow();
        ConceptTree.Node node = drawing.drawnProperty().get().nodes().get(deep);
        assertNotNull(node);
        String token = model.entry(node).evidence().topTokens().getFirst().token();
        drawing.collapseAll();
        drawing.searchProperty().set(token.strip());
        assertTrue(keys().contains(deep));
        String root = deep.substring(0, deep.indexOf('/'));
        assertTrue(drawing.drawnProperty().get().lit().containsAll(List.of(root, deep)));
        List<String> found = drawing.drawnProperty().get().found();
        assertTrue(found.contains(deep) && found.size() > 1, "found " + found);
        assertEquals(found.getFirst(), drawing.selectedProperty().get());
        assertEquals("1 of " + found.size(), drawing.foundLineProperty().get());
        drawing.next(1);
        assertEquals(found.get(1), drawing.selectedProperty().get());
        assertEquals("2 of " + found.size(), drawing.foundLineProperty().get());
        drawing.next(-1);
        drawing.next(-1);
        assertEquals(found.getLast(), drawing.selectedProperty().get());
        drawing.searchProperty().set("no such words anywhere");
        assertEquals("no match", drawing.foundLineProperty().get());
        assertEquals(6, keys().size());
        assertEquals(0, drawing.drawnProperty().get().lit().size());
        drawing.searchProperty().set("");
        assertEquals("", drawing.foundLineProperty().get());
    }

    @Test
    void focusLeavesOnlyThePathOpen() {
        drawing.expandAll();
        String child =
                keys().stream().filter(key -> key.split("/").length == 2).findFirst().orElseThrow();
        drawing.selectedProperty().set(child);
        drawing.focus();
        assertTrue(keys().contains(child));
        long roots = keys().stream().filter(key -> !key.contains("/")).count();
        assertEquals(6, roots);
        String root = child.substring(0, child.indexOf('/'));
        assertTrue(keys().stream().allMatch(k -> !k.contains("/") || k.startsWith(root + "/")));
    }

    @Test
    void aFamilyHasAMatrixAndIsSteeredFrom() {
        ConceptTree.Node parent =
                Stream.iterate(0, i -> i + 1)
                        .limit(24)
                        .map(i -> new ConceptTree.Node(2, i))
                        .filter(node -> model.children(node).size() > 1)
                        .findFirst()
                        .orElseThrow();
        model.selectedProperty().set(parent);
        FamilyModel.Shown shown = model.families().shownProperty().get();
        assertNotNull(shown);
        assertEquals(shown.siblings().size(), shown.shift().logits().size());
        assertEquals(shown.shift().tokens().size(), shown.shift().logits().getFirst().size());
        model.families().steerWithChildren();
        assertEquals("T2." + parent.index(), asked.getLast());
        assertTrue(asked.getFirst().startsWith("at rest F"));
        model.selectedProperty().set(model.children(parent).getFirst().node());
        model.families().steerExclusive();
        model.families().steerCore();
        long said = failures.stream().filter(f -> f.code().equals("FS-TREE-005")).count();
        long steered = asked.stream().filter(words -> words.endsWith(" neurons")).count();
        assertEquals(2, said + steered, "each either steers or says why not");
    }

    @Test
    void theMatrixAndTheLineFollowWhichChildrenAreDrawn() {
        model.shareProperty().set(0.01);
        ConceptTree.Node parent =
                drawing.drawnProperty().get().nodes().values().stream()
                        .filter(node -> model.children(node).size() > 2)
                        .min(Comparator.comparingInt(ConceptTree.Node::index))
                        .orElseThrow();
        model.selectedProperty().set(parent);
        int all = model.children(parent).size();
        assertTrue(model.families().lineProperty().get().startsWith("Its " + all + " children"));
        List<ConceptTree.Link> links = model.children(parent);
        double second = links.get(1).weight() / links.getFirst().weight();
        model.shareProperty().set(second - 1e-9);
        assertEquals(2, model.children(parent).size());
        FamilyModel.Shown shown = model.families().shownProperty().get();
        assertNotNull(shown);
        assertEquals(2, shown.siblings().size());
        assertTrue(model.families().lineProperty().get().startsWith("Its 2 children"));
        model.shareProperty().set(0.95);
        model.strictProperty().set(true);
        assertTrue(model.children(parent).size() < 2);
        assertNull(model.families().shownProperty().get());
        assertEquals("", model.families().lineProperty().get());
    }

    @Test
    void anotherNameArrivesInTheBoxes() {
        drawing.toggle("T3.0");
        ConceptTree.Node root = drawing.drawnProperty().get().nodes().get("T3.0");
        assertNotNull(root);
        session.rename(model.entry(root), "all that moves");
        assertTrue(titles().contains("3·0 all that moves"), titles().toString());
        session.undo();
        assertFalse(titles().contains("3·0 all that moves"));
    }

    private List<String> titles() {
        return drawing.drawnProperty().get().figure().nodes().stream()
                .map(placed -> placed.node().title())
                .toList();
    }

    @Test
    void aLeafIsNeverExpandedSoThatLeftLeavesItAtOnce() {
        drawing.expandAll();
        String leaf =
                keys().stream().filter(key -> key.split("/").length == 3).findFirst().orElseThrow();
        drawing.toggle(leaf);
        assertFalse(drawing.isExpanded(leaf));
        assertTrue(drawing.isExpanded(leaf.substring(0, leaf.lastIndexOf('/'))));
    }

    @Test
    void levelsThatDoNotFallFromTheFactorsGrowNothing() {
        var before = session.analysis();
        for (String levels : List.of("500", "", "24, 24", "0", "many")) {
            failures.clear();
            model.ranksProperty().set(levels);
            model.grow();
            assertEquals("FS-FORM-001", failures.getFirst().code(), levels);
            String message = Objects.requireNonNull(failures.getFirst().getMessage());
            assertTrue(message.contains("'" + levels + "'") && message.contains("80"), message);
            assertTrue(message.endsWith("40, 20, 10."), message);
        }
        assertSame(before, session.analysis());
    }

    @Test
    void theNeuronsANodeSharesWithItsSiblingsAndItsOwnAreThereWithTheirWeights() {
        drawing.toggle("T3.0");
        ConceptTree.Node root = drawing.drawnProperty().get().nodes().get("T3.0");
        assertNotNull(root);
        model.selectedProperty().set(root);
        assertEquals(FamilyNeurons.NONE, model.families().neuronsProperty().get());
        model.strictProperty().set(true);
        List<ConceptTree.Node> siblings =
                model.children(root).stream().map(ConceptTree.Link::node).toList();
        ConceptTree.Node child = siblings.getFirst();
        model.selectedProperty().set(child);
        FamilyNeurons neurons = model.families().neuronsProperty().get();
        assertEquals(siblings.size(), neurons.siblings());
        assertFalse(neurons.own().isEmpty());
        float[] direction = model.entry(child).concept().direction();
        double before = Double.MAX_VALUE;
        for (FamilyNeurons.Weighted each : neurons.own()) {
            assertEquals(direction[each.neuron()], each.weight(), 1e-6);
            assertTrue(Math.abs(each.weight()) <= before, "largest first");
            before = Math.abs(each.weight());
        }
        failures.clear();
        model.families().steerExclusive();
        assertEquals(neurons.own().size() + " neurons", asked.getLast());
        assertEquals(List.of(), failures);
        model.shareProperty().set(0.95);
        assertEquals(1, model.children(root).size());
        assertEquals(FamilyNeurons.NONE, model.families().neuronsProperty().get());
    }

    @Test
    void exportWritesWhatIsDrawnAndFailuresAreSaid() {
        drawing.export(temp.resolve("tree.dot"));
        assertTrue(Files.exists(temp.resolve("tree.dot")));
        drawing.export(temp.resolve("tree.gif"));
        assertEquals("FS-TREE-003", failures.getLast().code());
        assertFalse(Files.exists(temp.resolve("tree.gif")));
    }
}
