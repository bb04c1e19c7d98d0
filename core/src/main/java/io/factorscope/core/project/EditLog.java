package io.factorscope.core.project;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.FolderLock;
import io.factorscope.core.store.Hashes;
import io.factorscope.core.store.Journal;
import io.factorscope.core.store.Json;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Keeps what a person adds to an analysis on disk: `state.json`, and `edits.jsonl` with the edits
/// since.
///
/// Every edit has a number, and `state.json` says the last one in it; so a process killed between
/// writing the state and emptying the journal loses nothing and repeats nothing. Both lie in the
/// analysis' folder, or, where that is shipped or cannot be written, in a folder of the user's. One
/// process at a time has the log; others read.
///
/// **Threads**: any; calls wait for each other.
public final class EditLog implements AutoCloseable {
    /// The state up to some edit.
    static final String STATE = "state.json";

    /// The edits since.
    static final String EDITS = "edits.jsonl";

    private static final long LARGE = 1 << 20;

    private final Path place;
    private final @Nullable FolderLock lock;
    private final @Nullable Journal<Line> journal;
    private AnalysisState state;
    private long last;

    /// A line of the journal.
    record Line(long n, Edit edit) {}

    /// What `state.json` holds; `edits` is the number of the last edit in it.
    private record Saved(@JsonUnwrapped AnalysisState state, long edits) {}

    /// A state, and the number of the last edit in it.
    private record Numbered(AnalysisState state, long last) {}

    private EditLog(
            Path place,
            @Nullable FolderLock lock,
            @Nullable Journal<Line> journal,
            Numbered numbered) {
        this.place = place;
        this.lock = lock;
        this.journal = journal;
        this.state = numbered.state;
        this.last = numbered.last;
    }

    /// Opens the log of a saved analysis; `userRoot` holds the logs of folders that cannot be
    /// written. Where another process has it, the log is read-only.
    ///
    /// **Errors**: `FS-FILE-001`, `FS-FILE-004`, `FS-JSON-001`.
    public static EditLog open(Path folder, Path userRoot) throws FactorscopeException {
        Path place = isOurs(folder) ? folder : elsewhere(folder, userRoot);
        FolderLock lock = FolderLock.of(place);
        if (lock == null) {
            return new EditLog(place, null, null, numbered(folder, place));
        }
        try {
            Numbered before = numbered(folder, place);
            return new EditLog(place, lock, Journal.open(place.resolve(EDITS), Line.class), before);
        } catch (FactorscopeException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// What was added to a saved analysis, as its own folder says it.
    static AnalysisState read(Path folder) throws FactorscopeException {
        return numbered(folder, folder).state;
    }

    /// Writes a first state and an empty journal into the folder of a new analysis.
    static void writeFirst(Path folder, AnalysisState state) throws FactorscopeException {
        Json.write(folder.resolve(STATE), new Saved(state, 0));
        AtomicFiles.write(folder.resolve(EDITS), out -> {});
        AtomicFiles.write(folder.resolve(FolderLock.FILE), out -> {});
    }

    /// Whether another process, or another log of this one, has a folder's log.
    public static boolean isTaken(Path folder) throws FactorscopeException {
        if (!Files.exists(folder.resolve(FolderLock.FILE))) {
            return false;
        }
        FolderLock lock = FolderLock.of(folder);
        if (lock == null) {
            return true;
        }
        lock.close();
        return false;
    }

    private static Numbered numbered(Path folder, Path place) throws FactorscopeException {
        Path own = place.resolve(STATE);
        Path file = Files.exists(own) ? own : folder.resolve(STATE);
        AnalysisState state = AnalysisState.fresh();
        long last = 0;
        if (Files.exists(file)) {
            state = Json.read(file, AnalysisState.class);
            last = file.equals(own) ? Json.readTree(file).path("edits").asLong(0) : 0;
        }
        for (Line line : Journal.read(place.resolve(EDITS), Line.class)) {
            if (line.n > last) {
                state = line.edit.applyTo(state);
                last = line.n;
            }
        }
        return new Numbered(state, last);
    }

    /// What is shipped is never changed, wherever it lies.
    private static boolean isOurs(Path folder) throws FactorscopeException {
        return Files.isWritable(folder) && !folder.toAbsolutePath().normalize().equals(shipped());
    }

    private static @Nullable Path shipped() throws FactorscopeException {
        return System.getProperty("factorscope.home", "").isEmpty()
                ? null
                : Home.shippedAnalysis().toAbsolutePath().normalize();
    }

    private static Path elsewhere(Path folder, Path userRoot) {
        String name = folder.toAbsolutePath().normalize().toString();
        return userRoot.resolve(Hashes.sha256(name).substring(0, 16));
    }

    /// Whether edits cannot be kept here, since another window or process has the analysis open.
    public boolean readOnly() {
        return journal == null;
    }

    /// Everything added so far.
    public synchronized AnalysisState state() {
        return state;
    }

    /// Keeps edits; they are on disk when this returns.
    ///
    /// **Errors**: `FS-FILE-001` when the disk is full, with the earlier edits kept;
    /// `FS-PROJECT-004` where the log is read-only.
    public synchronized void record(List<Edit> edits) throws FactorscopeException {
        Journal<Line> to = writable();
        List<Line> lines = new ArrayList<>();
        AnalysisState next = state;
        for (Edit edit : edits) {
            lines.add(new Line(last + 1 + lines.size(), edit));
            next = edit.applyTo(next);
        }
        to.append(lines);
        state = next;
        last += lines.size();
        if (to.size() > LARGE) {
            compact();
        }
    }

    /// Keeps a state in place of everything before.
    ///
    /// **Errors**: as [#record].
    public synchronized void restate(AnalysisState now) throws FactorscopeException {
        writable();
        state = now;
        compact();
    }

    /// Writes the state as one file and empties the journal.
    public synchronized void compact() throws FactorscopeException {
        Journal<Line> to = writable();
        Json.write(place.resolve(STATE), new Saved(state, last));
        to.clear();
    }

    private Journal<Line> writable() throws FactorscopeException {
        if (journal == null) {
            throw new FactorscopeException(
                    "FS-PROJECT-004",
                    place
                            + " is open in another window, so changes cannot be kept there. Close"
                            + " the other window, or save into another folder.");
        }
        return journal;
    }

    /// Lets others have the log; the state is written as one file where that can be done.
    @Override
    public synchronized void close() throws FactorscopeException {
        if (journal == null) {
            return;
        }
        try {
            if (journal.size() > 0) {
                compact();
            }
        } finally {
            journal.close();
            if (lock != null) {
                lock.close();
            }
        }
    }
}
