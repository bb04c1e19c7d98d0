package io.factorscope.app.factors;

import io.factorscope.core.store.Json;
import io.factorscope.core.text.Csv;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Rows as text, for the clipboard and for files; every form has the same fields.
public enum Export {
    /// Tabs between fields, for a spreadsheet.
    TSV,
    /// Commas between fields.
    CSV,
    /// A list of objects.
    JSON;

    String text(List<ConceptRow> rows) {
        return switch (this) {
            case TSV -> lines(rows, "\t", field -> field.replaceAll("[\t\r\n]+", " "));
            case CSV -> lines(rows, ",", Csv::field);
            case JSON -> Json.text(rows.stream().map(Export::fields).toList());
        };
    }

    private static String lines(
            List<ConceptRow> rows, String between, UnaryOperator<String> quoted) {
        List<String> names = List.copyOf(fields(EMPTY).keySet());
        List<String> lines = new ArrayList<>();
        lines.add(String.join(between, names));
        for (ConceptRow row : rows) {
            lines.add(
                    fields(row).values().stream()
                            .map(Export::plain)
                            .map(quoted)
                            .collect(Collectors.joining(between)));
        }
        return String.join("\n", lines) + "\n";
    }

    private static final ConceptRow EMPTY =
            ConceptRow.of(
                    "",
                    ConceptRow.Kind.FACTOR,
                    "",
                    new ConceptRow.Given("", "", false),
                    new ConceptRow.Look(
                            List.of(),
                            List.of(),
                            0,
                            new io.factorscope.core.concept.TokenScore("", 0)),
                    ConceptRow.Scores.NONE);

    private static Map<String, @Nullable Object> fields(ConceptRow row) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", row.id());
        fields.put("name", row.name());
        fields.put("tokens", row.look().tokens());
        fields.put("fires", row.look().fires());
        fields.put("label", row.look().label().token());
        fields.put("label_share", row.look().label().value());
        fields.put("loss_share", row.scores().loss());
        fields.put("stability", row.scores().stability());
        fields.put("steerability", row.scores().steers());
        fields.put("faithfulness", row.scores().faithfulness());
        fields.put("density", row.look().density());
        fields.put("starred", row.given().starred());
        fields.put("note", row.given().note());
        return fields;
    }

    private static String plain(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case List<?> list ->
                    list.stream()
                            .map(each -> each.toString().strip())
                            .collect(Collectors.joining(" "));
            default -> value.toString();
        };
    }
}
