package io.factorscope.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Formatting is a test, because the formatter must run on the JDK that compiles, not on Maven's.
/// `mvn test -pl core -Dtest=SourceFormatTest -Dformat.fix=true` rewrites what is off.
class SourceFormatTest {
    private static final Path ROOT = Path.of(System.getProperty("factorscope.home"));

    @Test
    void everySourceFileIsFormatted() throws IOException {
        Formatter formatter =
                new Formatter(
                        JavaFormatterOptions.builder()
                                .style(JavaFormatterOptions.Style.AOSP)
                                .build());
        List<String> off = new ArrayList<>();
        for (Path file : sources()) {
            String text = Files.readString(file);
            String formatted = format(formatter, file, text);
            if (!text.equals(formatted)) {
                if (Boolean.getBoolean("format.fix")) {
                    Files.writeString(file, formatted);
                } else {
                    off.add(ROOT.relativize(file).toString());
                }
            }
        }
        assertEquals(List.of(), off, "run the test with -Dformat.fix=true");
    }

    private static String format(Formatter formatter, Path file, String text) {
        try {
            return formatter.formatSourceAndFixImports(text);
        } catch (FormatterException e) {
            throw new AssertionError(file + ": " + e.getMessage(), e);
        }
    }

    private static List<Path> sources() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String module : List.of("core", "app")) {
            try (Stream<Path> walk = Files.walk(ROOT.resolve(module).resolve("src"))) {
                walk.filter(path -> path.toString().endsWith(".java")).forEach(files::add);
            }
        }
        return files;
    }
}
