package io.factorscope.app.figure;

import org.eclipse.elk.alg.mrtree.options.MrTreeMetaDataProvider;
import org.eclipse.elk.alg.mrtree.options.MrTreeOptions;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

import java.util.ArrayList;
import java.util.List;

/// A tree with a place for every node that is shown: roots at the left, children at the right of
/// their parents.
///
/// **Units**: pixels at a zoom of 1. **Cost**: ELK's mrtree, once for the nodes given; call it away
/// from the window. **Threads**: never changed after it is made.
public record TreeFigure(List<Placed> nodes, double width, double height) {
    /// How wide a node is drawn.
    public static final double NODE_WIDTH = 208;

    /// How high a node is drawn.
    public static final double NODE_HEIGHT = 68;

    private static final double GAP = 12;
    private static final double LEVEL_GAP = 72;

    /// A node: the key of its path, the index of its parent in the list or -1, what is written in
    /// it, its weight in its parent as a share of the largest there, and what is below it.
    public record Node(
            String key, int parent, String title, List<String> tokens, String note, double weight) {
        /// A copy that nobody can change.
        public Node {
            tokens = List.copyOf(tokens);
        }
    }

    /// A node and its upper left corner.
    public record Placed(Node node, double x, double y) {}

    /// Nothing to draw.
    public static final TreeFigure EMPTY = new TreeFigure(List.of(), 0, 0);

    /// A copy that nobody can change.
    public TreeFigure {
        nodes = List.copyOf(nodes);
    }

    /// Lays nodes out; a parent stands before its children in the list.
    public static TreeFigure of(List<Node> nodes) {
        if (nodes.isEmpty()) {
            return EMPTY;
        }
        LayoutMetaDataService.getInstance()
                .registerLayoutMetaDataProviders(new MrTreeMetaDataProvider());
        ElkNode graph = ElkGraphUtil.createGraph();
        graph.setProperty(CoreOptions.ALGORITHM, MrTreeOptions.ALGORITHM_ID);
        graph.setProperty(CoreOptions.DIRECTION, Direction.RIGHT);
        graph.setProperty(CoreOptions.SPACING_NODE_NODE, GAP);
        // One invisible root over all, so that the trees of a forest stay in order.
        ElkNode over = ElkGraphUtil.createNode(graph);
        over.setDimensions(1, 1);
        List<ElkNode> drawn = new ArrayList<>();
        for (Node node : nodes) {
            ElkNode made = ElkGraphUtil.createNode(graph);
            made.setDimensions(NODE_WIDTH + LEVEL_GAP, NODE_HEIGHT);
            drawn.add(made);
            ElkGraphUtil.createSimpleEdge(node.parent < 0 ? over : drawn.get(node.parent), made);
        }
        new RecursiveGraphLayoutEngine().layout(graph, new BasicProgressMonitor());
        return placed(nodes, drawn);
    }

    private static TreeFigure placed(List<Node> nodes, List<ElkNode> drawn) {
        double left = drawn.stream().mapToDouble(ElkNode::getX).min().orElse(0);
        double top = drawn.stream().mapToDouble(ElkNode::getY).min().orElse(0);
        List<Placed> all = new ArrayList<>();
        double width = 0;
        double height = 0;
        for (int i = 0; i < nodes.size(); i++) {
            Placed one =
                    new Placed(nodes.get(i), drawn.get(i).getX() - left, drawn.get(i).getY() - top);
            all.add(one);
            width = Math.max(width, one.x + NODE_WIDTH);
            height = Math.max(height, one.y + NODE_HEIGHT);
        }
        return new TreeFigure(all, width, height);
    }

    /// How thick the edge to a child of this weight is.
    public static double thickness(double weight) {
        return 1 + 4 * Math.clamp(weight, 0, 1);
    }
}
