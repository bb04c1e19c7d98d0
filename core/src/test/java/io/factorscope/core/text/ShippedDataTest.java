package io.factorscope.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Fixtures;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The data sets that come with the program.
class ShippedDataTest {
    private static Dataset read(String name) throws FactorscopeException {
        return DatasetReader.read(Fixtures.HOME.resolve("data").resolve(name));
    }

    private static Map<String, Long> perLabel(Dataset data) {
        return data.examples().stream()
                .collect(Collectors.groupingBy(Example::label, Collectors.counting()));
    }

    @Test
    void storyConceptsHaveFortySentencesEach() throws FactorscopeException {
        Dataset data = read("story_concepts.json");
        assertTrue(data.labels().size() >= 20, "labels " + data.labels().size());
        perLabel(data).forEach((label, count) -> assertEquals(40, count, label));
    }

    @Test
    void noSentenceStandsTwiceInOneDataSet() throws FactorscopeException {
        for (String name : List.of("story_concepts.json", "final_dataset_20_concepts.json")) {
            Set<String> seen = new HashSet<>();
            for (Example example : read(name).examples()) {
                assertTrue(seen.add(example.text()), name + " repeats: " + example.text());
            }
        }
    }

    @Test
    void theOtherDataSetsHaveTheirShapes() throws FactorscopeException {
        assertEquals(20, read("final_dataset_20_concepts.json").labels().size());
        assertTrue(read("languages.json").labels().size() >= 10);
        assertTrue(read("hier_concepts.json").labels().size() >= 200);
    }

    @Test
    void everyHierarchyLabelHasOneOfSomeTwentyParents() throws FactorscopeException {
        Set<String> children = new HashSet<>();
        var parents = Json.readTree(Fixtures.HOME.resolve("data/hier_parents.json"));
        parents.forEach(group -> group.forEach(child -> children.add(child.asText())));
        assertTrue(parents.size() >= 18 && parents.size() <= 25, "parents " + parents.size());
        assertEquals(new HashSet<>(read("hier_concepts.json").labels()), children);
    }
}
