package io.factorscope.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Models by name.
@SuppressWarnings("NullAway.Init") // set before each test
class ModelShelfTest {
    private ModelShelf shelf;

    @TempDir private Path temp;

    @BeforeEach
    void fill() throws IOException {
        put("shipped/own/config.json");
        put("got/org/small/config.json");
        put("got/org/.large.download/config.json");
        put("got/org/quantised/Q4/m.gguf");
        put("got/other/small/config.json");
        put("got/org/empty/README.md");
        shelf = new ModelShelf(temp.resolve("shipped"), temp.resolve("got"));
    }

    private void put(String name) throws IOException {
        Path file = temp.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{}");
    }

    @Test
    void listsShippedThenDownloadedAndNoUnfinishedOnes() throws Exception {
        List<String> names = shelf.items().stream().map(ModelShelf.Item::name).toList();
        assertEquals(List.of("own", "org/quantised", "org/small", "other/small"), names);
        assertTrue(shelf.items().getFirst().isShipped());
    }

    @Test
    void aNameIsFoundWholeOrByItsLastPart() throws Exception {
        assertEquals(temp.resolve("shipped/own"), shelf.resolve("own"));
        assertEquals(temp.resolve("got/org/small"), shelf.resolve("org/small"));
        assertEquals(temp.resolve("got/org/quantised/Q4/m.gguf"), shelf.resolve("quantised"));
    }

    @Test
    void anAmbiguousOrUnknownNameSaysWhatThereIs() {
        String two = Failing.with("FS-SHELF-001", () -> shelf.resolve("small"));
        assertTrue(two.contains("at hand: org/small, other/small."), two);
        String none = Failing.with("FS-SHELF-001", () -> shelf.resolve("nothing"));
        assertTrue(none.contains("own, org/quantised"), none);
    }

    @Test
    void aPathThatExistsComesFirstAndOthersComeBackAsTheyAre() throws Exception {
        Path folder = temp.resolve("got/org/small");
        assertEquals(folder, shelf.resolve(folder.toString()));
        Path none = temp.resolve("none");
        assertEquals(none, shelf.resolve(none.toString()));
        assertEquals(Path.of("./none"), shelf.resolve("./none"));
    }
}
