package io.factorscope.app.start;

import io.factorscope.app.session.Preferences;
import io.factorscope.app.session.Session;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.AnalysisState;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.EditLog;

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
        Path folder = fits.resolve(name);
        for (int copy = 2; Files.exists(folder); copy++) {
            folder = fits.resolve(name + " " + copy);
        }
        return save(folder, analysis, state);
    }

    private @Nullable EditLog log(Path folder) throws FactorscopeException {
        Path edits = preferences.edits();
        return edits == null ? null : EditLog.open(folder, edits);
    }
}
