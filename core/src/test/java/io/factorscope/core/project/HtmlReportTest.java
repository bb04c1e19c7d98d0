package io.factorscope.core.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Fixtures;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What a person or a model writes is text in a report, never markup.
class HtmlReportTest {
    private static final String BAD = "<script>alert('x')</script><img src=x onerror=\"y\">";

    @TempDir private Path folder;

    @Test
    void namesAndWrittenTextsAreEscapedAndNothingIsLoadedFromElsewhere() throws Exception {
        Analysis analysis = AnalysisStore.open(Fixtures.path("layouts/now")).analysis();
        Annotations said =
                Annotations.named(
                        Map.of("F0", BAD, "F1", BAD, "F2", BAD, "F3", BAD, "L:food", BAD));
        AnalysisState fresh = AnalysisState.fresh();
        AnalysisState state = new AnalysisState(said, fresh.steering(), fresh.runs());
        Path file = folder.resolve("report.html");
        HtmlReport.write(file, analysis, state, List.of(BAD), List.of(BAD));
        String html = Files.readString(file);
        assertTrue(html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"), html);
        for (String never :
                List.of("<script", "<img", "src=", "href=", "http:", "https:", "url(")) {
            String text = html.replace("&lt;img src=x", "");
            assertFalse(text.contains(never), never);
        }
        assertEquals(1, html.split("</html>", -1).length - 1);
    }
}
