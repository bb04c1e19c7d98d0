package io.factorscope.app.error;

import io.factorscope.app.words.Words;
import io.factorscope.core.job.FactorscopeException;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.time.Clock;
import java.util.concurrent.Executor;

/// Every failure of this session, newest first. Each is logged here, once, with its cause; people
/// see the code and the message only.
///
/// **Threads**: `report` from any thread; the list changes where `post` runs things (the FX
/// thread).
public final class ErrorCenter {
    private static final System.Logger LOG = System.getLogger(ErrorCenter.class.getName());
    private static final int KEPT = 200;

    private final Executor post;
    private final Clock clock;
    private final ObservableList<ErrorEntry> entries = FXCollections.observableArrayList();
    private final ObservableList<ErrorEntry> view =
            FXCollections.unmodifiableObservableList(entries);

    /// An empty list that changes where `post` runs things.
    public ErrorCenter(Executor post, Clock clock) {
        this.post = post;
        this.clock = clock;
    }

    /// The failures, newest first; read only.
    public ObservableList<ErrorEntry> entries() {
        return view;
    }

    /// Adds a failure.
    public void report(Throwable failure) {
        ErrorEntry entry = describe(failure);
        LOG.log(System.Logger.Level.ERROR, entry.code() + " " + entry.message(), failure);
        post.execute(() -> {
            entries.addFirst(entry);
            if (entries.size() > KEPT) {
                entries.removeLast();
            }
        });
    }

    /// Forgets one failure.
    public void dismiss(ErrorEntry entry) {
        entries.remove(entry);
    }

    /// Forgets all failures.
    public void clear() {
        entries.clear();
    }

    /// From now on, what no code catches ends up here.
    public void catchUnhandled() {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> report(failure));
    }

    private ErrorEntry describe(Throwable failure) {
        return switch (failure) {
            case FactorscopeException known -> entry(known.code(), text(known), failure);
            case OutOfMemoryError _ ->
                    entry("FS-JOB-003", Words.of("error.there-is-not-enough-memory"), failure);
            default ->
                    entry(
                            "FS-APP-001",
                            Words.format("error.unexpected-failure-see-the-log", text(failure)),
                            failure);
        };
    }

    private ErrorEntry entry(String code, String message, Throwable failure) {
        return new ErrorEntry(code, message, clock.instant(), ErrorEntry.where(failure));
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse(message);
    }
}
