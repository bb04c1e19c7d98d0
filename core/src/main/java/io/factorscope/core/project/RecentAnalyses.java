package io.factorscope.core.project;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The analyses that were opened or saved last, most recent first; kept as `recent.json`.
///
/// A folder that has gone stays in the list until a person removes it: its disk may come back.
public record RecentAnalyses(List<Item> items) {
    /// So many are remembered.
    public static final int MOST = 12;

    private static final String FILE = "recent.json";

    /// A copy that nobody can change.
    public RecentAnalyses {
        items = items == null ? List.of() : List.copyOf(items);
    }

    /// A saved analysis: its folder, and what is in it in a few words.
    public record Item(String folder, String what) {
        /// Whether it can be opened still.
        public boolean isThere() {
            return Files.isRegularFile(Path.of(folder).resolve(AnalysisStore.MANIFEST));
        }
    }

    /// The list in a folder; empty where there is none or it is broken, since nothing but comfort
    /// is lost.
    public static RecentAnalyses load(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return Files.exists(file)
                    ? Json.read(file, RecentAnalyses.class)
                    : new RecentAnalyses(List.of());
        } catch (FactorscopeException e) {
            System.getLogger(RecentAnalyses.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "a new list of recent analyses: " + e.getMessage());
            return new RecentAnalyses(List.of());
        }
    }

    /// Keeps this list in a folder.
    ///
    /// **Errors**: `FS-FILE-001`.
    public void save(Path folder) throws FactorscopeException {
        Json.write(folder.resolve(FILE), this);
    }

    /// This list with an analysis at its head.
    public RecentAnalyses with(Item newest) {
        List<Item> all = new ArrayList<>(without(newest.folder()).items());
        all.addFirst(newest);
        return new RecentAnalyses(all.subList(0, Math.min(MOST, all.size())));
    }

    /// This list without a folder.
    public RecentAnalyses without(String folder) {
        return new RecentAnalyses(
                items.stream().filter(item -> !item.folder().equals(folder)).toList());
    }
}
