package io.factorscope.core.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Fixtures;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.steering.Place;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Folders that earlier versions wrote are read for ever. `fixtures/layouts/first` was written by
/// the first version's `analyze`; `fixtures/layouts/now` by this one, anew with
/// `-Dlayout.write=true` (keep the old one under another name when the layout changes).
class LayoutTest {
    private static final Path FIRST = Fixtures.path("layouts/first");
    private static final Path NOW = Fixtures.path("layouts/now");

    @TempDir private Path folder;

    @Test
    void theFirstVersionsFolderOpensWithItsNamesAndWithWhatItLacksEmpty()
            throws FactorscopeException {
        AnalysisStore.Opened opened = AnalysisStore.open(FIRST);
        Analysis analysis = opened.analysis();
        assertEquals("dogs & cats", opened.state().annotations().names().get("F1"));
        assertEquals(List.of(), List.copyOf(opened.state().annotations().stars()));
        assertEquals(Place.Reach.EVERYWHERE, opened.state().steering().place().reach());
        assertEquals(4, analysis.factors().size());
        assertEquals(
                Set.of("L:animals", "L:food"),
                analysis.labels().stream().map(ConceptEntry::id).collect(Collectors.toSet()));
        assertEquals(Checks.NONE, analysis.manifest().spec().checks());
        assertEquals(Analysis.Imported.NONE.entries(), analysis.imported().entries());
        for (ConceptEntry entry : analysis.concepts()) {
            assertTrue(entry.evidence().maximum() > 0, entry.id());
        }
    }

    @Test
    void theFirstVersionsFolderIsBroughtToTodaysLayoutBySaving()
            throws IOException, FactorscopeException {
        AnalysisStore.Opened first = AnalysisStore.open(FIRST);
        AnalysisStore.save(folder.resolve("new"), first.analysis(), first.state());
        AnalysisStore.Opened again = AnalysisStore.open(folder.resolve("new"));
        assertEquals(first.state(), again.state());
        assertEquals(first.analysis().manifest(), again.analysis().manifest());
        for (ConceptEntry entry : first.analysis().concepts()) {
            ConceptEntry kept = AnalysisContexts.one(again.analysis(), entry.id());
            assertArrayEquals(entry.scores(), kept.scores());
            assertEquals(entry.projection(), kept.projection());
        }
        String state = Files.readString(folder.resolve("new/state.json"));
        assertTrue(state.contains("annotations"), state);
    }

    @Test
    void todaysFolderOpensWithEverythingInIt() throws FactorscopeException {
        if (Boolean.getBoolean("layout.write")) {
            try (LanguageModel model = Fixtures.tinyGpt2()) {
                SmallAnalysis.save(NOW, SmallAnalysis.of(model, 0));
            }
        }
        AnalysisStore.Opened opened = AnalysisStore.open(NOW);
        Annotations said = opened.state().annotations();
        assertEquals("dogs & cats", said.names().get("F0"));
        assertEquals("unsure", said.note("F1"));
        assertEquals(Set.of("F0", "L:food"), said.stars());
        assertEquals(List.of("F0", "T2.1", "V:wave"), said.members("mine"));
        assertEquals(2, opened.analysis().nodes().size());
        assertNotNull(opened.analysis().find("V:wave"));
        assertEquals(Analysis.Manifest.SCHEMA, opened.analysis().manifest().schema());
    }

    @Test
    void todaysFolderIsWhatIsWrittenToday() throws IOException, FactorscopeException {
        Path written;
        try (LanguageModel model = Fixtures.tinyGpt2()) {
            written = SmallAnalysis.save(folder.resolve("now"), SmallAnalysis.of(model, 0));
        }
        assertEquals(names(NOW), names(written));
    }

    @Test
    void everyFileIsInThePageOnTheLayout() throws IOException {
        String page = Files.readString(Fixtures.HOME.resolve("docs/project-format.md"));
        for (String name : names(NOW)) {
            String last = name.substring(name.lastIndexOf('/') + 1);
            assertTrue(page.contains("`" + last.replaceAll("\\d\\.npy", "i.npy") + "`"), name);
        }
    }

    private static Set<String> names(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(Files::isRegularFile)
                    .map(path -> root.relativize(path).toString().replace('\\', '/'))
                    .filter(name -> !name.equals(".lock"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
