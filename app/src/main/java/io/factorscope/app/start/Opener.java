package io.factorscope.app.start;

import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lane;
import io.factorscope.app.words.Words;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Job;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.AnalysisState;
import io.factorscope.core.project.EditLog;
import io.factorscope.core.project.Home;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Optional;

/// Opens saved analyses. What is open already is not opened again, since its own log would be in
/// the way; what is open and not saved is kept among the new fits first.
///
/// **Threads**: FX thread.
final class Opener {
    private final StartViewModel start;
    private final Session session;
    private @Nullable Path from;
    private Analysis.@Nullable Manifest opened;

    Opener(StartViewModel start) {
        this.start = start;
        this.session = start.session();
    }

    /// The shipped analysis, then what follows once it is open; Save asks where.
    void demo(Runnable then) {
        Path shipped;
        try {
            shipped = Home.shippedAnalysis();
        } catch (FactorscopeException e) {
            start.failed(e);
            return;
        }
        if (isOpen(shipped)) {
            then.run();
            return;
        }
        unlessUnsaved(() ->
                start.submit(
                        Lane.FILES,
                        context -> start.files().open(shipped),
                        onDisk -> {
                            show(onDisk, null);
                            then.run();
                        }));
    }

    /// A saved analysis, or a `.factorscope` file, which is unpacked into a new folder first.
    void open(Path place) {
        if (isOpen(place)) {
            start.navigator().showFactors();
            return;
        }
        AnalysisFiles files = start.files();
        unlessUnsaved(() ->
                start.submit(
                        Lane.FILES,
                        context -> files.open(files.folderOf(place)),
                        onDisk -> {
                            show(onDisk, onDisk.folder());
                            start.navigator().showFactors();
                            start.recent().add(onDisk.folder(), onDisk.analysis());
                            if (!onDisk.folder().equals(place)) {
                                start.exchange()
                                        .say(Words.format("start.unpacked-into", onDisk.folder()));
                            }
                        }));
    }

    private void show(AnalysisFiles.OnDisk onDisk, @Nullable Path saves) {
        onDisk.show(session, saves);
        from = clean(onDisk.folder());
        opened = onDisk.analysis().manifest();
    }

    /// Whether a folder's analysis is the open one, with whatever was added to it since.
    private boolean isOpen(Path folder) {
        Analysis open = session.analysis();
        Path saves = session.folderProperty().get();
        if (open == null) {
            return false;
        }
        return saves == null
                ? open.manifest().equals(opened) && clean(folder).equals(from)
                : clean(folder).equals(clean(saves));
    }

    private static Path clean(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private void unlessUnsaved(Runnable next) {
        keepUnsaved()
                .ifPresentOrElse(
                        job ->
                                start.submit(
                                        Lane.FILES,
                                        job,
                                        kept -> {
                                            said(kept);
                                            next.run();
                                        }),
                        next);
    }

    /// What keeps the open analysis where it would be lost; empty where it would not.
    Optional<Job<Optional<AnalysisFiles.OnDisk>>> keepUnsaved() {
        Analysis open = session.analysis();
        AnalysisState state = session.state();
        if (open == null || !session.unsavedProperty().get() || session.soFarProperty().get()) {
            return Optional.empty();
        }
        return Optional.of(context -> {
            AnalysisFiles.OnDisk kept = start.files().saveNew(open, state);
            EditLog log = kept == null ? null : kept.log();
            if (log != null) {
                log.close();
            }
            return Optional.ofNullable(kept);
        });
    }

    /// Says where it was kept.
    void said(Optional<AnalysisFiles.OnDisk> kept) {
        kept.ifPresent(onDisk -> {
            start.recent().add(onDisk.folder(), onDisk.analysis());
            start.exchange().say(Words.format("start.kept-unsaved", onDisk.folder()));
        });
    }
}
