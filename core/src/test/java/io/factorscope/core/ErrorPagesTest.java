package io.factorscope.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Every code that a user can meet has its place in `docs/errors`, one page a family.
class ErrorPagesTest {
    private static final Path ROOT = Path.of(System.getProperty("factorscope.home"));
    private static final Path PAGES = ROOT.resolve("docs/errors");
    private static final Pattern IN_SOURCE = Pattern.compile("\"(FS-[A-Z]+-\\d{3})\"");
    private static final Pattern HEADING = Pattern.compile("(?m)^## (FS-([A-Z]+)-\\d{3})$");

    @Test
    void everyCodeInTheSourcesHasOneHeadingAndNoPageNamesACodeThatIsGone() throws IOException {
        Set<String> inSources = new TreeSet<>();
        for (String module : List.of("core", "app")) {
            for (Path file : files(ROOT.resolve(module).resolve("src/main"), ".java")) {
                Matcher match = IN_SOURCE.matcher(Files.readString(file));
                match.results().forEach(found -> inSources.add(found.group(1)));
            }
        }
        List<String> onPages = new ArrayList<>();
        for (Path page : files(PAGES, ".md")) {
            HEADING.matcher(Files.readString(page))
                    .results()
                    .forEach(found -> {
                        String own = found.group(2) + ".md";
                        assertEquals(own, String.valueOf(page.getFileName()));
                        onPages.add(found.group(1));
                    });
        }
        assertTrue(inSources.size() > 100, inSources.toString());
        assertEquals(List.copyOf(inSources), onPages.stream().sorted().toList());
    }

    @Test
    void everyHeadingSaysWhatToDo() throws IOException {
        for (Path page : files(PAGES, ".md")) {
            String text = Files.readString(page);
            List<String> parts = List.of(text.split("(?m)^## "));
            for (String part : parts.subList(1, parts.size())) {
                assertTrue(part.contains("**What to do**: "), page + ": " + part);
            }
        }
    }

    @Test
    void theIndexNamesEveryPage() throws IOException {
        String index = Files.readString(PAGES.resolve("README.md"));
        for (Path page : files(PAGES, ".md")) {
            String name = String.valueOf(page.getFileName());
            assertTrue(name.equals("README.md") || index.contains("](" + name + ")"), name);
        }
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(path -> path.toString().endsWith(ending)).sorted().toList();
        }
    }
}
