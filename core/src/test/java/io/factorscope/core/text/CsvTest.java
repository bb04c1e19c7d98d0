package io.factorscope.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class CsvTest {
    @Test
    void quotesHoldCommasQuotesAndLineBreaks() {
        assertEquals(
                List.of(List.of("a,b", "say \"hi\"", "two\nlines"), List.of("c", "", "d")),
                Csv.parse("\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\"\nc,,d\n"));
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsAreNoPartOfTheFields() {
        assertEquals(
                List.of(List.of("prompt", "label"), List.of("x", "y")),
                Csv.parse("\uFEFFprompt,label\r\n\r\nx,y\r\n"));
    }

    @Test
    void theLastLineNeedsNoEnd() {
        assertEquals(List.of(List.of("a", "b")), Csv.parse("a,b"));
        assertEquals(List.of(), Csv.parse(""));
    }

    @Test
    void whateverIsWrittenIsReadBack() {
        SplittableRandom random = new SplittableRandom(5);
        String alphabet = "ab ,\"\n\r\té😀";
        for (int round = 0; round < 300; round++) {
            List<String> row = new ArrayList<>(List.of("first"));
            for (int field = 0; field < 3; field++) {
                StringBuilder text = new StringBuilder();
                for (int i = random.nextInt(6); i > 0; i--) {
                    text.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                row.add(text.toString());
            }
            String written = String.join(",", row.stream().map(Csv::field).toList());
            assertEquals(List.of(row), Csv.parse(written + "\n"));
        }
    }
}
