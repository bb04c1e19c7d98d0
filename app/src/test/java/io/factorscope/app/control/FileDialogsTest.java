package io.factorscope.app.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

class FileDialogsTest {
    private static String completed(String typed, String... endings) {
        FileDialogs.What what = FileDialogs.What.SAVE;
        return new FileDialogs.Question(what, "Save…", "tree.svg", List.of(endings))
                .completed(typed, "pdf");
    }

    @Test
    void aNameTypedWithoutAnEndingGetsTheChosenOne() {
        assertEquals("mine.pdf", completed("mine", "svg", "pdf"));
        assertEquals("mine.v2.pdf", completed("mine.v2", "svg", "pdf"));
        assertEquals("mine.svg", completed("mine.svg", "svg", "pdf"));
        assertEquals("mine.SVG", completed("mine.SVG", "svg", "pdf"));
        assertEquals("mine", completed("mine"));
    }

    @Test
    void aTitleLosesTheDotsOfItsButton() {
        FileDialogs.What what = FileDialogs.What.OPEN;
        assertEquals(
                "Open a file",
                new FileDialogs.Question(what, "Open a file…", "", List.of()).title());
    }
}
