package io.factorscope.app.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.evaluate.ConceptChoice.Which;
import io.factorscope.app.task.DirectExecutor;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.Edit;
import io.factorscope.core.store.Json;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

/// What a new run compares, and who describes, writes and judges.
class EvaluateChoicesTest extends ShippedConcepts {
    @Test
    void whatIsChosenInTheTableIsTakenUntilSomethingElseIsTyped() throws Exception {
        EvaluateViewModel model = model(new DirectExecutor());
        ConceptChoice concepts = model.fresh().concepts();
        concepts.whichProperty().set(Which.CHOSEN);
        assertTrue(concepts.problemProperty().get().startsWith("No analysis is open."));
        openShipped(true);
        assertTrue(concepts.problemProperty().get().startsWith("No concepts are named;"));
        concepts.whichProperty().set(Which.BEST);
        session.chosenProperty().set(List.of("F3", "L:weather"));
        concepts.whichProperty().set(Which.CHOSEN);
        assertEquals("F3, L:weather", concepts.idsProperty().get());
        String names = concepts.namesProperty().get();
        assertTrue(names.matches("#3 .+  ·  label weather"), names);
        session.edit(new Edit.Name("F3", "rain and wind"));
        assertTrue(concepts.namesProperty().get().startsWith("#3 rain and wind"));
        session.edit(new Edit.Stars(List.of("F5"), List.of()));
        session.edit(new Edit.PutList("two", List.of("F1", "F2")));
        List<ConceptChoice.Source> sources = concepts.sources();
        assertEquals(3, sources.size());
        concepts.take(sources.getLast().ids());
        assertEquals("F1, F2", concepts.idsProperty().get());
        concepts.idsProperty().set("#7");
        assertTrue(concepts.namesProperty().get().startsWith("#7 "));
        concepts.whichProperty().set(Which.BEST);
        concepts.whichProperty().set(Which.CHOSEN);
        assertEquals("#7", concepts.idsProperty().get(), "what was typed stays");
        model.newRunOf(List.of("F4"));
        assertEquals("F4", concepts.idsProperty().get());
        assertEquals(EvaluateViewModel.Page.FORM, model.pageProperty().get());
        concepts.idsProperty().set("F4, X9");
        assertTrue(concepts.problemProperty().get().startsWith("'X9' is no concept of this"));
        assertEquals("", concepts.namesProperty().get());
    }

    @Test
    void whatIsWrongIsSaidBeforeAFolderIsMade() throws Exception {
        EvaluateViewModel model = model(new DirectExecutor());
        ConceptChoice concepts = model.fresh().concepts();
        concepts.whichProperty().set(Which.CHOSEN);
        model.run();
        openShipped(true);
        concepts.idsProperty().set("F3, F999");
        model.run();
        concepts.idsProperty().set("F3");
        model.fresh().chat().descriptions.set(ChatForm.Descriptions.FILE);
        model.run();
        Path file = temp.resolve("d.json");
        Json.write(file, List.of(described("L:weather", 0, "weather")));
        model.fresh().chat().file.set(file.toString());
        model.run();
        assertEquals(
                List.of("FS-FORM-005", "FS-EXP-003", "FS-FORM-005", "FS-EXP-001"),
                failures.stream().map(FactorscopeException::code).toList());
        assertEquals(List.of(), model.runs());
        model.fresh().chat().descriptions.set(ChatForm.Descriptions.TOKENS);
        model.fresh().estimate().refresh();
        String estimate = model.fresh().estimate().lineProperty().get();
        assertTrue(estimate.contains("1 concept. The analysis was fitted on data"), estimate);
        model.run();
        assertEquals("FS-EXP-002", failures.getLast().code());
        assertTrue(selected(model).canGoOn(), "it stays in the list");
    }

    @Test
    void aServiceDescribesAndJudgesOnceItIsChosenAndOnlyAServiceWrites() throws Exception {
        ChatForm chat = model(new DirectExecutor()).fresh().chat();
        ChatForm.Use both = new ChatForm.Use(true, true, false);
        assertFalse(chat.judges().contains(JudgeKind.CHAT));
        chat.sentences.set(ChatForm.Sentences.WRITTEN);
        assertFalse(chat.writes(both), "nobody could write them");
        chat.service.set(ServiceKind.OPENAI);
        assertEquals(JudgeKind.CHAT, chat.judge.get());
        assertEquals(ChatForm.Descriptions.CHAT, chat.descriptions.get());
        assertTrue(chat.writes(both));
        assertFalse(chat.mayAsk(both), "nobody has agreed to pay");
        assertFalse(chat.mayAsk(new ChatForm.Use(true, false, false)), "it writes");
        chat.sentences.set(ChatForm.Sentences.HELD_OUT);
        assertTrue(chat.mayAsk(new ChatForm.Use(true, false, false)), "nobody is asked");
        assertFalse(chat.mayAsk(new ChatForm.Use(true, false, true)), "it describes");
        chat.judge.set(JudgeKind.PERSON);
        chat.service.set(ServiceKind.COMPATIBLE);
        assertEquals(JudgeKind.PERSON, chat.judge.get());
        assertTrue(chat.answers(both).byChat(), "a person judges what it describes");
        chat.service.set(ServiceKind.NONE);
        assertEquals(ChatForm.Descriptions.TOKENS, chat.descriptions.get());
        assertNull(chat.answers(both).asked().service());
    }
}
