package io.factorscope.app.start;

import io.factorscope.app.session.Kept;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.RecentAnalyses;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// The analyses opened or saved last, and whether each is still where it was.
///
/// **Threads**: FX thread; disks are asked on the files lane.
public final class RecentList {
    private final Kept<RecentAnalyses> kept;
    private final Latest looking;
    private final ObservableList<Entry> entries = FXCollections.observableArrayList();

    /// One analysis, and whether it can be opened.
    public record Entry(RecentAnalyses.Item item, boolean isThere) {
        /// The folder's own name.
        public String name() {
            return String.valueOf(Path.of(item.folder()).getFileName());
        }
    }

    RecentList(Kept<RecentAnalyses> kept, TaskExecutor executor) {
        this.kept = kept;
        this.looking = new Latest(executor, Lane.FILES);
        kept.property().subscribe(this::look);
    }

    private void look(RecentAnalyses recent) {
        looking.request(
                context ->
                        recent.items().stream()
                                .map(item -> new Entry(item, item.isThere()))
                                .toList(),
                progress -> {},
                outcome -> {
                    if (outcome instanceof Outcome.Done<List<Entry>> done) {
                        entries.setAll(done.value());
                    }
                });
    }

    /// The list, most recent first.
    public ObservableList<Entry> entries() {
        return entries;
    }

    /// Puts an analysis at the head.
    void add(Path folder, Analysis analysis) {
        String what =
                String.format(
                        Locale.ROOT,
                        "%s · %s · K = %d",
                        analysis.manifest().model(),
                        analysis.manifest().data(),
                        analysis.factors().size());
        String full = folder.toAbsolutePath().normalize().toString();
        kept.set(kept.get().with(new RecentAnalyses.Item(full, what)));
    }

    /// Takes one out of the list; its files stay.
    public void remove(Entry entry) {
        kept.set(kept.get().without(entry.item().folder()));
    }
}
