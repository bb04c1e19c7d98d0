package io.factorscope.core.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;

import io.factorscope.core.store.Json;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

class EditTest {
    @Test
    void editsChangeWhatTheySayAndNothingElse() {
        Annotations after =
                all(
                        Annotations.NONE,
                        List.of(
                                new Edit.Name("F1", " animals "),
                                new Edit.Note("F1", "mostly dogs"),
                                new Edit.Stars(List.of("F1", "F2"), List.of()),
                                new Edit.Stars(List.of(), List.of("F2")),
                                new Edit.PutList("good", List.of("F1", "L:sad")),
                                new Edit.RenameList("good", "best"),
                                new Edit.Name("F2", "x"),
                                new Edit.Name("F2", " ")));
        assertEquals("animals", after.names().get("F1"));
        assertFalse(after.names().containsKey("F2"));
        assertEquals("mostly dogs", after.note("F1"));
        assertTrue(after.starred("F1"));
        assertFalse(after.starred("F2"));
        assertEquals(List.of("F1", "L:sad"), after.members("best"));
        assertEquals(List.of(), after.members("good"));
    }

    @Test
    void undoingEveryEditInTurnGivesBackEveryStateBefore() {
        Random random = new Random(5);
        Annotations now = Annotations.NONE;
        for (int i = 0; i < 500; i++) {
            Edit edit = any(random);
            Annotations after = edit.applyTo(now);
            assertEquals(now, all(after, edit.inverse(now)), edit::toString);
            now = after;
        }
    }

    @Test
    void anEditComesBackFromItsLineOfJson() throws JsonProcessingException {
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            Edit edit = any(random);
            String line = Json.mapper().writerFor(Edit.class).writeValueAsString(edit);
            assertEquals(edit, Json.mapper().readValue(line, Edit.class));
        }
    }

    private static Annotations all(Annotations before, List<Edit> edits) {
        Annotations now = before;
        for (Edit edit : edits) {
            now = edit.applyTo(now);
        }
        return now;
    }

    static Edit any(Random random) {
        String id = "F" + random.nextInt(4);
        String other = "F" + random.nextInt(4);
        String list = "list " + random.nextInt(3);
        String text = random.nextInt(3) == 0 ? "" : "text\n\"" + random.nextInt(100);
        return switch (random.nextInt(6)) {
            case 0 -> new Edit.Name(id, text);
            case 1 -> new Edit.Note(id, text);
            case 2 ->
                    id.equals(other)
                            ? new Edit.Stars(List.of(id), List.of())
                            : new Edit.Stars(List.of(id), List.of(other));
            case 3 -> new Edit.PutList(list, List.of(id, other));
            case 4 -> new Edit.DropList(list);
            default -> new Edit.RenameList(list, "list " + random.nextInt(3));
        };
    }
}
