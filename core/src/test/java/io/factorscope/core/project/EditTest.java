package io.factorscope.core.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;

import io.factorscope.core.experiment.MadeBy;
import io.factorscope.core.steering.Steerability;
import io.factorscope.core.store.Json;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
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

    private static MachineLabel label(Random random) {
        String when = "2026-01-02T03:04:05Z";
        MadeBy by = new MadeBy("openai:tiny", when, "describe-input/1");
        return new MachineLabel("label " + random.nextInt(9), by);
    }

    @Test
    void aMachinesLabelIsShownUntilAPersonGivesAName() {
        MachineLabel label = label(new Random(1));
        Annotations described =
                new Edit.Describe(Map.of("F1", label), List.of()).applyTo(Annotations.NONE);
        assertEquals(label.text(), described.titles().get("F1"));
        Annotations named = new Edit.Name("F1", "mine").applyTo(described);
        assertEquals("mine", named.titles().get("F1"));
        assertEquals(label, named.described().get("F1"));
    }

    @Test
    void annotationsOfAnOlderVersionHaveNoMachineLabels() throws JsonProcessingException {
        Annotations old =
                Json.mapper().readValue("{\"names\": {\"F1\": \"mine\"}}", Annotations.class);
        assertTrue(old.described().isEmpty());
        assertEquals("mine", old.titles().get("F1"));
    }

    private static Steerability measured(Random random) {
        Double firing = random.nextBoolean() ? random.nextDouble() : null;
        return new Steerability(random.nextDouble(), 2, firing, null);
    }

    static Edit any(Random random) {
        String id = "F" + random.nextInt(4);
        String other = "F" + random.nextInt(4);
        String list = "list " + random.nextInt(3);
        String text = random.nextInt(3) == 0 ? "" : "text\n\"" + random.nextInt(100);
        return switch (random.nextInt(9)) {
            case 0 -> new Edit.Name(id, text);
            case 1 -> new Edit.Note(id, text);
            case 2 ->
                    id.equals(other)
                            ? new Edit.Stars(List.of(id), List.of())
                            : new Edit.Stars(List.of(id), List.of(other));
            case 3 -> new Edit.PutList(list, List.of(id, other));
            case 4 -> new Edit.DropList(list);
            case 5 ->
                    random.nextBoolean()
                            ? new Edit.Describe(Map.of(id, label(random)), List.of(other))
                            : new Edit.Describe(
                                    Map.of("F0", label(random), "F1", label(random)), List.of());
            case 6 -> new Edit.Measure(Map.of(id, measured(random)), List.of(other));
            case 7 ->
                    new Edit.Preset(
                            Map.of(id, AnalysisState.fresh().steering().withSeed(random.nextInt())),
                            List.of(other));
            default -> new Edit.RenameList(list, "list " + random.nextInt(3));
        };
    }
}
