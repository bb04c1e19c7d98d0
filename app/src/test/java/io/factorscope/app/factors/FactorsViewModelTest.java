package io.factorscope.app.factors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.session.Asked;
import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.DirectExecutor;
import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.project.Edit;
import io.factorscope.core.project.Home;
import io.factorscope.core.tensor.DeviceChoice;

import javafx.collections.ListChangeListener;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The table's model with the direct runner, on the shipped analysis.
class FactorsViewModelTest {
    private final List<FactorscopeException> failures = new ArrayList<>();
    private final Asked navigator = new Asked();
    private Session session;
    private FactorsViewModel model;

    @BeforeEach
    void open() throws FactorscopeException {
        session = new Session(new ModelHost(DeviceChoice.parse("cpu"), 0));
        model = new FactorsViewModel(session, new DirectExecutor(), navigator, failures::add);
        AnalysisStore.Opened opened = AnalysisStore.open(Home.shippedAnalysis());
        session.open(opened.analysis(), opened.state(), null);
    }

    @Test
    void showsEveryFactorClearestFirstAndChoosesOne() {
        assertEquals(80, model.rows().size());
        for (int i = 1; i < model.rows().size(); i++) {
            assertTrue(model.rows().get(i - 1).clarity() >= model.rows().get(i).clarity());
        }
        ConceptEntry first = Objects.requireNonNull(model.selectedProperty().get());
        assertEquals(model.rows().getFirst().id(), first.id());
        assertEquals(List.of(first.id()), model.chosenProperty().get());
    }

    @Test
    void filtersByNameTokenAndTag() {
        model.filterProperty().set("parts of the body");
        assertEquals(List.of("#41"), model.rows().stream().map(ConceptRow::tag).toList());
        model.filterProperty().set("cheeks");
        assertTrue(model.rows().stream().anyMatch(row -> row.tag().equals("#41")));
        model.filterProperty().set("nothing has this");
        assertEquals(0, model.rows().size());
        model.filterProperty().set("");
        assertEquals(80, model.rows().size());
    }

    @Test
    void showsLabelConceptsAndAll() {
        model.shownProperty().set(Shown.LABELS);
        assertEquals(24, model.rows().size());
        model.shownProperty().set(Shown.ALL);
        assertEquals(104, model.rows().size());
    }

    @Test
    void aNewNameIsFoundAndAnEmptyOneGoesBackToTheAutomaticLabel() {
        ConceptEntry entry = Objects.requireNonNull(model.selectedProperty().get());
        session.rename(entry, "a quite new name");
        model.filterProperty().set("quite new");
        assertEquals(1, model.rows().size());
        assertTrue(session.unsavedProperty().get());
        session.rename(entry, "");
        assertEquals(entry.automaticLabel(), session.nameOf(entry));
        assertEquals(0, model.rows().size());
    }

    @Test
    void steersTheChosenConcept() {
        model.steerSelected();
        assertNotNull(model.selectedProperty().get());
        assertEquals(List.of(model.selectedProperty().get().id()), navigator.steered());
        model.evaluateChosen();
        assertEquals(model.chosenProperty().get(), model.session().chosenProperty().get());
        assertEquals(
                "evaluate " + String.join(" ", model.chosenProperty().get()),
                navigator.places().getLast());
    }

    private List<String> ids() {
        return model.rows().stream().map(ConceptRow::id).toList();
    }

    @Test
    void aRegularExpressionIsFoundAndABadOneIsSaidInAWordWithTheRowsLeftAsTheyAre() {
        model.regexProperty().set(true);
        model.filterProperty().set("^parts of the b.dy$");
        assertEquals(List.of("F41"), ids());
        model.filterProperty().set("parts (of");
        assertTrue(
                model.filterProblemProperty().get().contains("group"),
                model.filterProblemProperty().get());
        assertEquals(List.of("F41"), ids());
        model.filterProperty().set("(a|aa)+$");
        assertEquals("", model.filterProblemProperty().get());
        assertEquals(List.of(), failures);
    }

    @Test
    void sortsByAnyColumnWithUnmeasuredRowsLast() {
        model.shownProperty().set(Shown.ALL);
        model.sortsProperty().set(List.of(new RowOrder.Sort(Column.LOSS, true)));
        assertEquals(104, model.rows().size());
        double before = Double.MAX_VALUE;
        for (ConceptRow row : model.rows().subList(0, 80)) {
            double share = Objects.requireNonNull(row.scores().loss());
            assertTrue(share <= before);
            before = share;
        }
        assertEquals(null, model.rows().getLast().scores().loss());
        model.sortsProperty().set(List.of(new RowOrder.Sort(Column.TAG, false)));
        model.shownProperty().set(Shown.FACTORS);
        assertEquals("F0", ids().getFirst());
        assertEquals("F79", ids().getLast());
    }

    @Test
    void severalAreStarredListedSteeredAndCopied() {
        model.choose(List.of("F3", "F8"));
        assertEquals("F8", Objects.requireNonNull(model.selectedProperty().get()).id());
        model.lists().star();
        model.scopeProperty().set(new Scope.Starred());
        assertEquals(2, model.rows().size());
        model.lists().star();
        assertEquals(0, model.rows().size(), "all had a star, so all lose it");
        model.lists().add(" two ");
        model.scopeProperty().set(new Scope.Listed("two"));
        assertEquals(2, model.rows().size());
        model.steerChosen();
        assertEquals(List.of("F3", "F8"), navigator.steered());
        String tsv = model.copied(Export.TSV);
        assertEquals(3, tsv.lines().count());
        assertTrue(tsv.startsWith("id\tname\ttokens\tfires"), tsv);
        assertTrue(model.copied(Export.JSON).contains("\"id\" : \"F8\""));
    }

    @Test
    void aPartOfAListIsNotSteeredUnderTheListsName() {
        model.choose(List.of("F3", "F8", "F9"));
        model.lists().add("three");
        model.scopeProperty().set(new Scope.Listed("three"));
        model.choose(List.of("F3", "F8"));
        model.steerChosen();
        assertEquals("2 concepts", navigator.group());
        model.choose(List.of("F3", "F8", "F9"));
        model.steerChosen();
        assertEquals("three", navigator.group());
    }

    @Test
    void listsAreRenamedShrunkDeletedAndBroughtBack() {
        model.choose(List.of("F3", "F8"));
        model.lists().add("mine");
        model.lists().add("other");
        model.scopeProperty().set(new Scope.Listed("mine"));
        assertTrue(!model.lists().rename("mine", "other"), "the name is taken");
        assertTrue(model.lists().rename("mine", "ours"));
        assertEquals(new Scope.Listed("ours"), model.scopeProperty().get());
        assertEquals(2, model.rows().size());
        model.choose(List.of("F3"));
        model.lists().remove("ours");
        assertEquals(List.of("F8"), ids());
        model.lists().delete("ours");
        assertEquals(new Scope.All(), model.scopeProperty().get());
        session.undo();
        assertEquals(List.of("other", "ours"), model.lists().names());
    }

    @Test
    void notesAreFoundByTheFilter() {
        session.edit(new Edit.Note("F8", "check this again"));
        model.filterProperty().set("THIS AGAIN");
        assertEquals(List.of("F8"), ids());
    }

    @Test
    void theTableIsWrittenAsAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("table.csv");
        model.export(file, Export.CSV);
        assertEquals(81, Files.readAllLines(file).size());
        assertEquals("80 rows written to table.csv", model.noticeProperty().get());
        model.export(folder.resolve("table.csv").resolve("nowhere.csv"), Export.CSV);
        assertEquals(1, failures.size());
    }

    @Test
    void aHundredThousandRowsAreFilteredAsOneChange() throws FactorscopeException {
        AllRows many = new AllRows(Rows.synthetic(100_000));
        RowOrder.Query query =
                new RowOrder.Query(
                        Shown.ALL,
                        RowFilter.of("word7", false),
                        new Scope.All(),
                        Set.of(),
                        List.of(new RowOrder.Sort(Column.FIRES, true)),
                        Map.of());
        RowOrder order = RowOrder.of(many, query, JobContext.silent());
        ConceptRows rows = new ConceptRows();
        List<Integer> changes = new ArrayList<>();
        rows.addListener(
                (ListChangeListener<ConceptRow>)
                        change -> {
                            while (change.next()) {
                                changes.add(change.getAddedSize());
                            }
                        });
        rows.publish(order);
        assertEquals(List.of(order.size()), changes);
        assertTrue(order.size() > 0 && order.size() < 100_000);
        assertEquals(2, order.position(order.get(2).id()));
        assertEquals(-1, order.position("no such concept"));
        JobContext cancelled = JobContext.silent();
        cancelled.cancel();
        assertThrows(CancelledException.class, () -> RowOrder.of(many, query, cancelled));
    }

    /// Rows that are said to be removed and added are styled anew, which takes three times as long.
    @Test
    void anotherOrderIsToldAsOtherRowsInTheSamePlaces() throws FactorscopeException {
        AllRows many = new AllRows(Rows.synthetic(300));
        ConceptRows rows = new ConceptRows();
        rows.publish(named(many, ""));
        List<String> changes = new ArrayList<>();
        rows.addListener(
                (ListChangeListener<ConceptRow>)
                        change -> {
                            while (change.next()) {
                                changes.add(
                                        (change.wasUpdated() ? "other " : "")
                                                + change.getFrom()
                                                + "-"
                                                + change.getTo()
                                                + " gone "
                                                + change.getRemovedSize());
                            }
                        });
        RowOrder some = named(many, "word7");
        int left = some.size();
        rows.publish(some);
        rows.publish(named(many, "word7"));
        rows.publish(named(many, ""));
        rows.publish(RowOrder.EMPTY);
        assertEquals(
                List.of(
                        "other 0-" + left + " gone 0",
                        left + "-" + left + " gone " + (300 - left),
                        "other 0-" + left + " gone 0",
                        "other 0-" + left + " gone 0",
                        left + "-300 gone 0",
                        "0-0 gone 300"),
                changes);
    }

    private static RowOrder named(AllRows rows, String words) throws FactorscopeException {
        RowOrder.Query query =
                new RowOrder.Query(
                        Shown.ALL,
                        RowFilter.of(words, false),
                        new Scope.All(),
                        Set.of(),
                        List.of(),
                        Map.of());
        return RowOrder.of(rows, query, JobContext.silent());
    }
}
