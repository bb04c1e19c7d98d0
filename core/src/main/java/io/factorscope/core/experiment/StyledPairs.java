package io.factorscope.core.experiment;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Gathers one pair of sentences for each of some numbered styles: lines such as `3 + …` and `3 -
/// …`. A line without a number that was asked for is left out, and so is a style with only one half
/// of its pair.
final class StyledPairs {
    private static final Pattern LINE =
            Pattern.compile("^\\s*(\\d+)\\s*[.):]?\\s*([+\\-\\u2212\\u2013])\\s*(.+)$");

    private final String[] shows;
    private final String[] lacks;
    private final Set<String> seen = new HashSet<>();

    StyledPairs(int styles) {
        shows = new String[styles];
        lacks = new String[styles];
        Arrays.fill(shows, "");
        Arrays.fill(lacks, "");
    }

    void add(String answer) {
        answer.lines().forEach(this::line);
    }

    private void line(String line) {
        Matcher found = LINE.matcher(line);
        if (!found.matches() || found.group(1).length() > 4) {
            return;
        }
        int style = Integer.parseInt(found.group(1)) - 1;
        String text = String.valueOf(found.group(3)).strip().replaceAll("^\"(.*)\"$", "$1");
        String[] kind = "+".equals(found.group(2)) ? shows : lacks;
        boolean wanted = style >= 0 && style < kind.length && kind[style].isEmpty();
        if (wanted && SentencePairs.longEnough(text) && seen.add(SentenceText.key(text))) {
            kind[style] = text;
        }
    }

    boolean complete() {
        for (int i = 0; i < shows.length; i++) {
            if (shows[i].isEmpty() || lacks[i].isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /// Gives the whole pairs away.
    void into(SentencePairs all) {
        for (int i = 0; i < shows.length; i++) {
            if (!shows[i].isEmpty() && !lacks[i].isEmpty()) {
                all.pair(shows[i], lacks[i]);
            }
        }
    }
}
