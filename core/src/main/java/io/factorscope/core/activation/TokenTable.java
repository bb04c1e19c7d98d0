package io.factorscope.core.activation;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;
import io.factorscope.core.text.Csv;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What each row of an activation set is: one token of one sample, in reading order.
///
/// **Threads**: never changed after it is made.
public final class TokenTable {
    private static final List<String> COLUMNS = List.of("sample", "pos", "id", "token", "label");

    private final int[] sample;
    private final int[] pos;
    private final int[] id;
    private final List<String> token;
    private final List<String> label;

    private TokenTable(Builder builder) {
        int n = builder.rows.size();
        sample = new int[n];
        pos = new int[n];
        id = new int[n];
        List<String> tokens = new ArrayList<>(n);
        List<String> labels = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            Row row = builder.rows.get(i);
            sample[i] = row.sample;
            pos[i] = row.pos;
            id[i] = row.id;
            tokens.add(row.token);
            labels.add(row.label);
        }
        token = List.copyOf(tokens);
        label = List.copyOf(labels);
    }

    private record Row(int sample, int pos, int id, String token, String label) {}

    /// Collects rows in order.
    public static final class Builder {
        private final List<Row> rows = new ArrayList<>();
        private final Map<String, String> interned = new HashMap<>();

        /// Adds a row; `pos` counts from the start of what the model read, BOS included.
        public Builder add(int sample, int pos, int id, String token, String label) {
            String once = interned.computeIfAbsent(token, t -> t);
            String labelOnce = interned.computeIfAbsent(label, t -> t);
            rows.add(new Row(sample, pos, id, once, labelOnce));
            return this;
        }

        /// The table of all rows added.
        public TokenTable build() {
            return new TokenTable(this);
        }
    }

    /// How many rows there are.
    public int size() {
        return sample.length;
    }

    /// The index of the text that a row belongs to.
    public int sample(int row) {
        return sample[row];
    }

    /// The position in what the model read, BOS included.
    public int pos(int row) {
        return pos[row];
    }

    /// The token's id.
    public int id(int row) {
        return id[row];
    }

    /// The token as people read it.
    public String token(int row) {
        return token.get(row);
    }

    /// The label of the row's text, perhaps empty.
    public String label(int row) {
        return label.get(row);
    }

    /// How many rows of the same text come before this one.
    public int rank(int row) {
        int first = row;
        while (first > 0 && sample[first - 1] == sample[row]) {
            first--;
        }
        return row - first;
    }

    /// Writes `tokens.csv` with the columns sample, pos, id, token, label.
    public void write(Path file) throws FactorscopeException {
        StringBuilder text = new StringBuilder(String.join(",", COLUMNS)).append('\n');
        for (int i = 0; i < size(); i++) {
            text.append(sample[i]).append(',').append(pos[i]).append(',').append(id[i]);
            text.append(',').append(Csv.field(token.get(i)));
            text.append(',').append(Csv.field(label.get(i))).append('\n');
        }
        AtomicFiles.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /// Reads `tokens.csv`.
    ///
    /// **Errors**: `FS-ACT-001` when it is not such a table.
    public static TokenTable read(Path file) throws FactorscopeException {
        Builder builder = new Builder();
        int line = 1;
        try {
            List<List<String>> rows = Csv.parse(Files.readString(file));
            if (rows.isEmpty() || !rows.get(0).equals(COLUMNS)) {
                throw broken(file, line, null);
            }
            for (List<String> row : rows.subList(1, rows.size())) {
                line++;
                builder.add(
                        Integer.parseInt(row.get(0)),
                        Integer.parseInt(row.get(1)),
                        Integer.parseInt(row.get(2)),
                        row.get(3),
                        row.get(4));
            }
            return builder.build();
        } catch (IOException e) {
            throw Json.cannotRead(file, e);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw broken(file, line, e);
        }
    }

    private static FactorscopeException broken(
            Path file, int line, @org.jspecify.annotations.Nullable Exception cause) {
        String message =
                file
                        + " row "
                        + line
                        + " is not as expected (columns sample,pos,id,token,label). Collect again.";
        return cause == null
                ? new FactorscopeException("FS-ACT-001", message)
                : new FactorscopeException("FS-ACT-001", message, cause);
    }
}
