package io.factorscope.app.theme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Which family shows a text.
class FontsTest {
    @Test
    void eastAsianTextTakesTheFallback() {
        assertEquals(Fonts.MONO, Fonts.familyFor("·dog", Fonts.MONO));
        assertEquals(Fonts.SANS, Fonts.familyFor("Собака", Fonts.SANS));
        assertEquals(Fonts.FALLBACK, Fonts.familyFor("犬", Fonts.MONO));
        assertEquals(Fonts.FALLBACK, Fonts.familyFor("강아지", Fonts.SANS));
    }

    @Test
    void mixedTextIsCutWhereTheFamilyChanges() {
        assertEquals(
                List.of(
                        new Fonts.Run("·a ", Fonts.MONO),
                        new Fonts.Run("ねこ", Fonts.FALLBACK),
                        new Fonts.Run("!", Fonts.MONO)),
                Fonts.runs("·a ねこ!", Fonts.MONO));
        assertEquals(List.of(), Fonts.runs("", Fonts.MONO));
    }
}
