package io.factorscope.core.judge;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a score out of a judge's answer: the last `Rating: N` with N from 0 to 2, and nothing that
/// is only near it, such as 3 or 1.5.
final class RatingText {
    private static final Pattern RATING =
            Pattern.compile(
                    "(?i)\\brating\\b[\\s*\"'_]*[:=][\\s*\"'_]*(\\d+(?:[.,]\\d+)?)(?:\\s*/\\s*2)?");

    private RatingText() {}

    /// The score, or null where there is none.
    static @Nullable Integer score(String answer) {
        Matcher found = RATING.matcher(answer);
        String last = "";
        while (found.find()) {
            last = found.group(1);
        }
        return last.matches("[0-2]") ? Integer.valueOf(last) : null;
    }

    /// The judge's own words before the last rating.
    static String reason(String answer) {
        Matcher found = RATING.matcher(answer);
        int end = answer.length();
        while (found.find()) {
            end = found.start();
        }
        return answer.substring(0, end).replaceAll("[\\s*]+$", "").strip();
    }
}
