package io.factorscope.app.start;

import io.factorscope.app.session.Preferences;
import io.factorscope.app.session.Session;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.AnalysisArchive;
import io.factorscope.core.project.AnalysisState;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.EditLog;
import io.factorscope.core.store.TemporaryFolder;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Opens and saves analyses together with the logs of their edits.
///
/// **Threads**: any, where nothing else is said.
final class AnalysisFiles {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH.mm.ss", Locale.ROOT);

    private final Preferences preferences;

    AnalysisFiles(Preferences preferences) {
        this.preferences = preferences;
    }

    /// A saved analysis and its log; no log where nothing is remembered.
    record OnDisk(Analysis analysis, AnalysisState state, @Nullable EditLog log, Path folder) {
        /// Shows it; `folder` is where Save goes, or null to ask. **Threads**: FX thread.
        void show(Session session, @Nullable Path saves) {
            if (log == null) {
                session.open(analysis, state, saves);
                session.unsavedProperty().set(false);
            } else {
                session.open(analysis, log, saves);
            }
        }
    }

    OnDisk open(Path folder) throws FactorscopeException {
        AnalysisStore.Opened opened = AnalysisStore.open(folder);
        return new OnDisk(opened.analysis(), opened.state(), log(folder), folder);
    }

    /// The folder to open: the place itself, or where a `.factorscope` file is unpacked: a new
    /// folder beside it, or among the new fits where nothing can be written there.
    Path folderOf(Path place) throws FactorscopeException {
        if (!AnalysisArchive.is(place)) {
            return place;
        }
        Path beside = place.toAbsolutePath().getParent();
        Path fits = preferences.fits();
        boolean elsewhere = fits != null && (beside == null || !Files.isWritable(beside));
        String file = String.valueOf(place.getFileName());
        String name = file.substring(0, file.length() - AnalysisArchive.ENDING.length());
        Path folder = free((elsewhere ? fits : beside), name.isBlank() ? "analysis" : name);
        AnalysisArchive.unpack(place, folder);
        return folder;
    }

    /// What is in a saved analysis or a `.factorscope` file, which nothing is changed in.
    AnalysisStore.Opened look(Path place) throws FactorscopeException {
        if (!AnalysisArchive.is(place)) {
            return AnalysisStore.open(place);
        }
        try (TemporaryFolder work = new TemporaryFolder()) {
            Path folder = work.resolve("analysis");
            AnalysisArchive.unpack(place, folder);
            return AnalysisStore.open(folder);
        }
    }

    /// Puts an analysis into one file, saved or not.
    void pack(Analysis analysis, AnalysisState state, Path file) throws FactorscopeException {
        try (TemporaryFolder work = new TemporaryFolder()) {
            Path folder = work.resolve("analysis");
            AnalysisStore.save(folder, analysis, state);
            AnalysisArchive.pack(folder, state, file);
        }
    }

    /// A folder of that name that is not there yet.
    private static Path free(@Nullable Path parent, String name) {
        Path folder = parent == null ? Path.of(name) : parent.resolve(name);
        for (int copy = 2; Files.exists(folder); copy++) {
            folder = folder.resolveSibling(name + " " + copy);
        }
        return folder;
    }

    /// Saves everything into a folder.
    ///
    /// **Errors**: as [AnalysisStore#save], and `FS-PROJECT-004` where another window has it open.
    OnDisk save(Path folder, Analysis analysis, AnalysisState state) throws FactorscopeException {
        if (EditLog.isTaken(folder)) {
            throw new FactorscopeException(
                    "FS-PROJECT-004",
                    folder
                            + " is open in another window. Close that window, or save into another"
                            + " folder.");
        }
        AnalysisStore.save(folder, analysis, state);
        return new OnDisk(analysis, state, log(folder), folder);
    }

    /// Saves a new fit in a folder of its own among those that nobody has saved yet; null where
    /// nothing is remembered.
    @Nullable OnDisk saveNew(Analysis analysis, AnalysisState state) throws FactorscopeException {
        Path fits = preferences.fits();
        if (fits == null) {
            return null;
        }
        String name =
                String.format(
                        Locale.ROOT,
                        "%s layer %d K=%d %s",
                        analysis.manifest().model().replaceAll("[^\\w.-]+", "-"),
                        analysis.manifest().spec().hook().layer(),
                        analysis.factors().size(),
                        LocalDateTime.now(ZoneId.systemDefault()).format(WHEN));
        return save(free(fits, name), analysis, state);
    }

    private @Nullable EditLog log(Path folder) throws FactorscopeException {
        Path edits = preferences.edits();
        return edits == null ? null : EditLog.open(folder, edits);
    }
}
