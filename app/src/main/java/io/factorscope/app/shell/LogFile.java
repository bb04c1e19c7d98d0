package io.factorscope.app.shell;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// The window's log: three files of up to 1 MB, the newest `factorscope-0.log`.
final class LogFile {
    private static final int LIMIT = 1_000_000;
    private static final int FILES = 3;
    private static final Logger ROOT = Logger.getLogger("");

    private LogFile() {}

    /// Begins to write into a folder; returns null where it cannot be written, since a window
    /// without a log is better than none.
    static @Nullable Handler start(Path folder) {
        try {
            Files.createDirectories(folder);
            // A percent sign in a pattern means something; a path may hold one.
            String pattern = folder.toString().replace("%", "%%") + "/factorscope-%g.log";
            FileHandler handler = new FileHandler(pattern, LIMIT, FILES, true);
            handler.setEncoding("UTF-8");
            handler.setFormatter(new SimpleFormatter());
            handler.setLevel(Level.INFO);
            ROOT.addHandler(handler);
            return handler;
        } catch (IOException e) {
            ROOT.log(Level.WARNING, "no log file in " + folder + ": " + e);
            return null;
        }
    }

    /// Ends it.
    static void stop(Handler handler) {
        ROOT.removeHandler(handler);
        handler.close();
    }
}
