package io.factorscope.app.theme;

import javafx.scene.text.Font;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// The shipped fonts, and which of them can show a text.
///
/// JavaFX takes missing glyphs from the fonts of the system, of which there may be none; so
/// Chinese, Japanese and Korean text is given the shipped fallback by name.
public final class Fonts {
    /// For all text.
    public static final String SANS = "Inter UI";

    /// For figures that stand under one another: all digits have one width.
    public static final String FIGURES = "Inter Tabular";

    /// For tokens.
    public static final String MONO = "JetBrains Mono Tokens";

    /// For what the others cannot show.
    public static final String FALLBACK = "Droid Sans Fallback";

    private static final String FOLDER = "/io/factorscope/resources/fonts/";
    private static final List<String> FILES =
            List.of(
                    "InterUI-Regular.otf",
                    "InterUI-Bold.otf",
                    "InterTabular-Regular.otf",
                    "InterTabular-Bold.otf",
                    "JetBrainsMonoTokens-Regular.ttf",
                    "JetBrainsMonoTokens-Bold.ttf",
                    "DroidSansFallbackFull.ttf");
    private static boolean loaded;

    private Fonts() {}

    /// A stretch of text that one family can show.
    public record Run(String text, String family) {}

    /// Makes the shipped families known to JavaFX, once.
    public static synchronized void load() {
        if (loaded) {
            return;
        }
        for (String file : FILES) {
            try (InputStream in = open(file)) {
                if (Font.loadFont(in, 13) == null) {
                    throw new IllegalStateException("the shipped font " + file + " is unreadable");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        loaded = true;
    }

    /// The names of the shipped font files.
    public static List<String> files() {
        return FILES;
    }

    /// A shipped font file's bytes.
    public static InputStream open(String file) {
        InputStream in = Fonts.class.getResourceAsStream(FOLDER + file);
        if (in == null) {
            throw new IllegalStateException("the shipped font " + file + " is missing");
        }
        return in;
    }

    /// The family for a whole text: `preferred`, unless it holds a character of the fallback's.
    public static String familyFor(String text, String preferred) {
        return text.codePoints().anyMatch(Fonts::needsFallback) ? FALLBACK : preferred;
    }

    /// The text cut where the family changes, for text that mixes scripts.
    public static List<Run> runs(String text, String preferred) {
        List<Run> runs = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < text.length(); ) {
            int next = at + Character.charCount(text.codePointAt(at));
            boolean ends =
                    next == text.length()
                            || needsFallback(text.codePointAt(next))
                                    != needsFallback(text.codePointAt(at));
            if (ends) {
                String part = text.substring(start, next);
                runs.add(new Run(part, familyFor(part, preferred)));
                start = next;
            }
            at = next;
        }
        return runs;
    }

    private static boolean needsFallback(int codePoint) {
        return switch (Character.UnicodeScript.of(codePoint)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> true;
            default -> (codePoint >= 0x3000 && codePoint <= 0x303F) || isFullWidth(codePoint);
        };
    }

    private static boolean isFullWidth(int codePoint) {
        return codePoint >= 0xFF00 && codePoint <= 0xFFEF;
    }
}
