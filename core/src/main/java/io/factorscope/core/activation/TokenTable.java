package io.factorscope.core.activation;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;
import io.factorscope.core.text.Csv;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What each row of an activation set is: one token of one sample, in reading order.
///
/// A row costs two numbers, its id and its word; sample, first position and label are held once for
/// each run of neighbouring tokens, words and labels once for all.
///
/// **Threads**: never changed after it is made.
public final class TokenTable {
    private static final List<String> COLUMNS = List.of("sample", "pos", "id", "token", "label");

    private final int[] id;
    private final int[] word;
    private final List<String> words;
    private final int[] starts;
    private final List<Run> runs;

    /// Neighbouring tokens of one text.
    private record Run(int sample, int pos, String label) {}

    private TokenTable(Builder builder) {
        id = builder.ids.toArray();
        word = builder.wordOf.toArray();
        words = List.copyOf(builder.words);
        starts = builder.starts.toArray();
        runs = List.copyOf(builder.runs);
    }

    /// Numbers without an object each.
    private static final class Ints {
        private int[] values = new int[1024];
        private int size;

        void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size + size / 2);
            }
            values[size++] = value;
        }

        int[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }

    /// Collects rows in order.
    public static final class Builder {
        private final Ints ids = new Ints();
        private final Ints wordOf = new Ints();
        private final Ints starts = new Ints();
        private final List<String> words = new ArrayList<>();
        private final List<Run> runs = new ArrayList<>();
        private final Map<String, Integer> known = new HashMap<>();
        private final Map<String, String> labels = new HashMap<>();

        /// Adds a row; `pos` counts from the start of what the model read, BOS included.
        public Builder add(int sample, int pos, int id, String token, String label) {
            if (!goesOn(sample, pos, label)) {
                String once = labels.computeIfAbsent(label, text -> text);
                starts.add(ids.size);
                runs.add(new Run(sample, pos, once));
            }
            Integer at = known.putIfAbsent(token, words.size());
            if (at == null) {
                words.add(token);
            }
            wordOf.add(at == null ? words.size() - 1 : at);
            ids.add(id);
            return this;
        }

        private boolean goesOn(int sample, int pos, String label) {
            if (runs.isEmpty()) {
                return false;
            }
            Run last = runs.getLast();
            int start = starts.values[starts.size - 1];
            return last.sample == sample
                    && last.label.equals(label)
                    && pos == last.pos + ids.size - start;
        }

        /// The table of all rows added.
        public TokenTable build() {
            return new TokenTable(this);
        }
    }

    /// How many rows there are.
    public int size() {
        return id.length;
    }

    /// The index of the run that a row lies in.
    private int runOf(int row) {
        int found = Arrays.binarySearch(starts, row);
        return found >= 0 ? found : -found - 2;
    }

    /// The index of the text that a row belongs to.
    public int sample(int row) {
        return runs.get(runOf(row)).sample;
    }

    /// The position in what the model read, BOS included.
    public int pos(int row) {
        int run = runOf(row);
        return runs.get(run).pos + row - starts[run];
    }

    /// The token's id.
    public int id(int row) {
        return id[row];
    }

    /// The token as people read it.
    public String token(int row) {
        return words.get(word[row]);
    }

    /// The label of the row's text, perhaps empty.
    public String label(int row) {
        return runs.get(runOf(row)).label;
    }

    /// The row after the last of the neighbours that follow a row in the same text under the same
    /// label.
    public int runEnd(int row) {
        int next = runOf(row) + 1;
        return next < starts.length ? starts[next] : id.length;
    }

    /// The row after the last of a row's text.
    public int textEnd(int row) {
        int end = row;
        while (end < id.length && sample(end) == sample(row)) {
            end = runEnd(end);
        }
        return end;
    }

    /// The ids that the model read of the text whose rows are `from` to `to`: theirs, after BOS
    /// where its row was left out.
    ///
    /// **Errors**: `FS-ACT-005` where the model has no BOS (`bos` is -1), so that what was left out
    /// is not known.
    public int[] textIds(int from, int to, int bos) throws FactorscopeException {
        int before = pos(from);
        if (before > 0 && bos < 0) {
            throw new FactorscopeException(
                    "FS-ACT-005",
                    "The first token of each text was not kept, and this model has no BOS in its"
                            + " place; expected the texts themselves to read them again. Give their"
                            + " file.");
        }
        int[] ids = new int[before + to - from];
        Arrays.fill(ids, 0, before, bos);
        System.arraycopy(id, from, ids, before, to - from);
        return ids;
    }

    /// How many rows of the same text come before this one.
    public int rank(int row) {
        int run = runOf(row);
        int sample = runs.get(run).sample;
        while (run > 0 && runs.get(run - 1).sample == sample) {
            run--;
        }
        return row - starts[run];
    }

    /// Whether the other table has the same tokens at the same positions of the same texts.
    public boolean sameTokens(TokenTable other) {
        if (!Arrays.equals(id, other.id)) {
            return false;
        }
        for (int row = 0; row < id.length; row++) {
            if (sample(row) != other.sample(row) || pos(row) != other.pos(row)) {
                return false;
            }
        }
        return true;
    }

    /// Writes `tokens.csv` with the columns sample, pos, id, token, label.
    public void write(Path file) throws FactorscopeException {
        AtomicFiles.write(
                file,
                out -> {
                    Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                    text.append(String.join(",", COLUMNS)).append('\n');
                    for (int i = 0; i < size(); i++) {
                        text.append(sample(i) + "," + pos(i) + "," + id[i] + ",");
                        text.append(Csv.field(token(i))).append(',');
                        text.append(Csv.field(label(i))).append('\n');
                    }
                    text.flush();
                });
    }

    /// Reads `tokens.csv`.
    ///
    /// **Errors**: `FS-ACT-001` when it is not such a table.
    public static TokenTable read(Path file) throws FactorscopeException {
        Builder builder = new Builder();
        int[] line = {0};
        try (Reader in = Files.newBufferedReader(file)) {
            Csv.read(in, row -> addRow(builder, row, ++line[0]));
        } catch (IOException e) {
            throw Json.cannotRead(file, e);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw broken(file, line[0], e);
        }
        if (line[0] == 0) {
            throw broken(file, 1, null);
        }
        return builder.build();
    }

    private static void addRow(Builder builder, List<String> row, int line) {
        if (line > 1) {
            builder.add(
                    Integer.parseInt(row.get(0)),
                    Integer.parseInt(row.get(1)),
                    Integer.parseInt(row.get(2)),
                    row.get(3),
                    row.get(4));
        } else if (!row.equals(COLUMNS)) {
            throw new IllegalArgumentException("other columns: " + row);
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
