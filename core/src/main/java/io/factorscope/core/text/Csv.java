package io.factorscope.core.text;

import java.util.ArrayList;
import java.util.List;

/// Comma-separated values with quotes, as spreadsheets write them (RFC 4180).
public final class Csv {
    private Csv() {}

    /// All rows; blank lines are left out.
    public static List<List<String>> parse(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (quoted) {
                boolean doubled = c == '"' && i + 1 < body.length() && body.charAt(i + 1) == '"';
                if (c != '"' || doubled) {
                    field.append(c);
                    i += doubled ? 1 : 0;
                } else {
                    quoted = false;
                }
            } else if (c == '"' && field.isEmpty()) {
                quoted = true;
            } else if (c == ',') {
                row.add(take(field));
            } else if (c == '\n') {
                row.add(take(field));
                endRow(rows, row);
                row = new ArrayList<>();
            } else if (c != '\r') {
                field.append(c);
            }
        }
        row.add(take(field));
        endRow(rows, row);
        return rows;
    }

    private static String take(StringBuilder field) {
        String value = field.toString();
        field.setLength(0);
        return value;
    }

    private static void endRow(List<List<String>> rows, List<String> row) {
        if (row.size() > 1 || !row.get(0).isBlank()) {
            rows.add(row);
        }
    }

    /// A field, quoted where it must be.
    public static String field(String value) {
        boolean plain =
                value.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
