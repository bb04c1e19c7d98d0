package io.factorscope.core.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Comma-separated values with quotes, as spreadsheets write them (RFC 4180).
public final class Csv {
    private Csv() {}

    /// All rows; blank lines are left out.
    public static List<List<String>> parse(String text) {
        List<List<String>> rows = new ArrayList<>();
        try {
            read(new StringReader(text), rows::add);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory", e);
        }
        return rows;
    }

    /// Hands every row to `sink` as it is read; blank lines are left out.
    public static void read(Reader from, Consumer<List<String>> sink) throws IOException {
        PushbackReader in = new PushbackReader(new BufferedReader(from));
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        int c = in.read();
        if (c == '\uFEFF') {
            c = in.read();
        }
        for (; c >= 0; c = in.read()) {
            if (quoted) {
                int next = c == '"' ? in.read() : -1;
                quoted = c != '"' || next == '"';
                if (quoted) {
                    field.append((char) c);
                } else if (next >= 0) {
                    in.unread(next);
                }
            } else if (c == '"' && field.isEmpty()) {
                quoted = true;
            } else if (c == ',') {
                row.add(take(field));
            } else if (c == '\n') {
                row.add(take(field));
                endRow(sink, row);
                row = new ArrayList<>();
            } else if (c != '\r') {
                field.append((char) c);
            }
        }
        row.add(take(field));
        endRow(sink, row);
    }

    private static String take(StringBuilder field) {
        String value = field.toString();
        field.setLength(0);
        return value;
    }

    private static void endRow(Consumer<List<String>> sink, List<String> row) {
        if (row.size() > 1 || !row.get(0).isBlank()) {
            sink.accept(row);
        }
    }

    /// A field, quoted where it must be.
    public static String field(String value) {
        boolean plain =
                value.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
