package io.factorscope.core.model;

/// Helpers for rows of token ids.
final class Tokens {
    private Tokens() {}

    /// Rows padded at their end with id 0 to the longest: `[batch, pos]`.
    static int[][] padded(int[][] rows) {
        int longest = 0;
        for (int[] row : rows) {
            longest = Math.max(longest, row.length);
        }
        int[][] out = new int[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            out[i] = java.util.Arrays.copyOf(rows[i], longest);
        }
        return out;
    }
}
