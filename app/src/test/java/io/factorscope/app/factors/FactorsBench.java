package io.factorscope.app.factors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.factorscope.app.FxToolkit;
import io.factorscope.app.session.Asked;
import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.DirectExecutor;
import io.factorscope.app.theme.Theme;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.Home;
import io.factorscope.core.store.Json;
import io.factorscope.core.store.Npy;
import io.factorscope.core.tensor.DeviceChoice;

import javafx.scene.Scene;
import javafx.scene.control.TableView;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.IntUnaryOperator;

/// Measurements of the Factors screen, run on demand (docs/benchmarks.md says how).
@EnabledIfSystemProperty(named = "factorscope.bench", matches = "true")
class FactorsBench {
    private static final int ROWS = 100_000;
    private static final int STEPS = 500;
    private static final int PUBLISHED = 200;
    private static final int RANK = 400;
    private static final int TOKENS = 100_000;
    private static final int WIDTH = 1024;

    private static void say(String what, double[] millis) {
        Arrays.sort(millis);
        System.out.printf(
                "%s: median %.1f ms, 95 %% within %.1f, 99 %% within %.1f, at most %.1f (%d)%n",
                what,
                millis[millis.length / 2],
                millis[(int) (millis.length * 0.95)],
                millis[(int) (millis.length * 0.99)],
                millis[millis.length - 1],
                millis.length);
    }

    private static double millis(Callable<?> work) throws Exception {
        long start = System.nanoTime();
        work.call();
        return (System.nanoTime() - start) / 1e6;
    }

    @Test
    void scrolling() throws Exception {
        AllRows rows = new AllRows(Rows.synthetic(ROWS));
        RowOrder.Query all = byName(false);
        double[] sorting = new double[10];
        for (int i = 0; i < sorting.length; i++) {
            sorting[i] = millis(() -> RowOrder.of(rows, all, JobContext.silent()));
        }
        say("sort 100,000 rows by name, away from the window", sorting);
        List<RowOrder> orders =
                List.of(
                        RowOrder.of(rows, all, JobContext.silent()),
                        RowOrder.of(rows, byName(true), JobContext.silent()));
        FxToolkit.call(() -> {
            Session session = new Session(new ModelHost(DeviceChoice.parse("cpu"), 1));
            FactorsViewModel model =
                    new FactorsViewModel(session, new DirectExecutor(), new Asked(), failure -> {});
            TableView<ConceptRow> view = new ConceptTable(model).view();
            StackPane root = new StackPane(view);
            Scene scene = new Scene(root, 900, 800);
            Theme.LIGHT.apply(scene);
            Stage stage = new Stage();
            stage.setScene(scene);
            stage.show();
            publishing(model, orders, root);
            steps(view, root, "scroll by 3 rows", i -> 3 * i);
            steps(view, root, "scroll by a page of 22", i -> 22 * i);
            steps(view, root, "jump anywhere", i -> (int) ((i * 7919L * 131) % ROWS));
            stage.close();
            return true;
        });
    }

    private static RowOrder.Query byName(boolean descending) {
        return new RowOrder.Query(
                Shown.ALL,
                RowFilter.NONE,
                new Scope.All(),
                Set.of(),
                List.of(new RowOrder.Sort(Column.NAME, descending)),
                Map.of());
    }

    /// One order in place of the other; what the FX thread computes is the same on a busy machine.
    private static void publishing(FactorsViewModel model, List<RowOrder> orders, StackPane root)
            throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double[] wall = new double[PUBLISHED];
        double[] computing = new double[PUBLISHED];
        for (int i = -20; i < PUBLISHED; i++) {
            RowOrder order = orders.get(Math.floorMod(i, 2));
            long before = threads.getCurrentThreadCpuTime();
            double time =
                    millis(() -> {
                        model.rows().publish(order);
                        return layOut(root);
                    });
            if (i >= 0) {
                wall[i] = time;
                computing[i] = (threads.getCurrentThreadCpuTime() - before) / 1e6;
            }
        }
        say("publish 100,000 rows", wall);
        say("  of it computing", computing);
    }

    private static boolean layOut(StackPane root) {
        root.applyCss();
        root.layout();
        return true;
    }

    private static void steps(
            TableView<ConceptRow> view, StackPane root, String what, IntUnaryOperator row)
            throws Exception {
        double[] times = new double[STEPS];
        for (int i = -50; i < STEPS; i++) {
            int to = row.applyAsInt(i + 50);
            double time =
                    millis(() -> {
                        view.scrollTo(to);
                        return layOut(root);
                    });
            if (i >= 0) {
                times[i] = time;
            }
        }
        say(what, times);
    }

    @Test
    void opening(@TempDir Path folder) throws Exception {
        write(folder);
        double[] open = new double[7];
        double[] table = new double[7];
        for (int i = 0; i < open.length; i++) {
            AnalysisStore.Opened[] opened = new AnalysisStore.Opened[1];
            open[i] = millis(() -> opened[0] = AnalysisStore.open(folder));
            table[i] = millis(() -> RowMaker.rows(opened[0].analysis(), JobContext.silent()));
            assertEquals(RANK, opened[0].analysis().factors().size());
            System.out.printf("  open %.0f ms, rows of the table %.0f ms%n", open[i], table[i]);
        }
        say("open K=400, n=100,000", open);
        say("its rows (evidence of 400 factors)", table);
    }

    /// The shipped analysis blown up: 400 factors that each fire on some tokens of 100,000.
    private static void write(Path folder) throws Exception {
        Path shipped = Home.shippedAnalysis();
        SplittableRandom random = new SplittableRandom(1);
        float[] f = new float[WIDTH * RANK];
        float[] g = new float[TOKENS * RANK];
        for (int i = 0; i < f.length; i++) {
            f[i] = random.nextInt(50) == 0 ? (float) random.nextGaussian() : 0;
        }
        for (int i = 0; i < TOKENS; i++) {
            for (int j = 0; j < 12; j++) {
                g[i * RANK + random.nextInt(RANK)] = (float) Math.pow(random.nextDouble(), 3);
            }
        }
        Npy.write(folder.resolve("F.npy"), f, WIDTH, RANK);
        Npy.write(folder.resolve("G.npy"), g, TOKENS, RANK);
        StringBuilder csv = new StringBuilder("sample,pos,id,token,label\n");
        for (int i = 0; i < TOKENS; i++) {
            int word = random.nextInt(4000);
            csv.append(i / 20).append(',').append(1 + i % 20).append(',').append(word);
            csv.append(", word").append(word).append(",label").append(i / 20 % 24).append('\n');
        }
        Files.writeString(folder.resolve("tokens.csv"), csv);
        Files.copy(shipped.resolve("history.csv"), folder.resolve("history.csv"));
        rank(shipped.resolve("analysis.json"), folder.resolve("analysis.json"), "/spec/fit");
        rank(
                shipped.resolve("factorization.json"),
                folder.resolve("factorization.json"),
                "/manifest/spec");
        ObjectNode concepts = (ObjectNode) Json.readTree(shipped.resolve("concepts.json"));
        ArrayNode factors = (ArrayNode) concepts.get("factors");
        ArrayNode many = concepts.putArray("factors");
        for (int k = 0; k < RANK; k++) {
            ObjectNode factor = factors.get(k % factors.size()).deepCopy();
            ((ObjectNode) factor.get("source")).put("index", k);
            many.add(factor);
        }
        concepts.putArray("labels");
        Json.write(folder.resolve("concepts.json"), concepts);
    }

    private static void rank(Path from, Path to, String where) throws Exception {
        ObjectNode tree = (ObjectNode) Json.readTree(from);
        ((ObjectNode) tree.at(where)).put("rank", RANK);
        Json.write(to, tree);
    }
}
