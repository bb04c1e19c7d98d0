package io.factorscope.core.factorization;

import java.util.Arrays;

/// The one-to-one assignment of rows to columns with the largest total score.
///
/// **Cost**: rows² × columns steps. **Source**: the Hungarian method with shortest augmenting paths
/// (Jonker and Volgenant, 1987).
final class Assignment {
    private final double[][] score;
    private final int rows;
    private final int columns;
    private final double[] rowPrice;
    private final double[] columnPrice;
    private final int[] rowOf;

    private Assignment(double[][] score) {
        this.score = score;
        this.rows = score.length;
        this.columns = rows == 0 ? 0 : score[0].length;
        this.rowPrice = new double[rows + 1];
        this.columnPrice = new double[columns + 1];
        this.rowOf = new int[columns + 1]; // counted from 1; 0 is none
    }

    /// The column of each row, -1 for the rows left over where there are more rows than columns.
    static int[] best(double[][] score) {
        if (score.length > 0 && score.length > score[0].length) {
            int[] rowOfColumn = best(turned(score));
            int[] out = new int[score.length];
            Arrays.fill(out, -1);
            for (int column = 0; column < rowOfColumn.length; column++) {
                out[rowOfColumn[column]] = column;
            }
            return out;
        }
        Assignment all = new Assignment(score);
        for (int row = 1; row <= all.rows; row++) {
            all.add(row);
        }
        int[] out = new int[all.rows];
        for (int column = 1; column <= all.columns; column++) {
            if (all.rowOf[column] > 0) {
                out[all.rowOf[column] - 1] = column - 1;
            }
        }
        return out;
    }

    private static double[][] turned(double[][] score) {
        double[][] out = new double[score[0].length][score.length];
        for (int i = 0; i < score.length; i++) {
            for (int j = 0; j < out.length; j++) {
                out[j][i] = score[i][j];
            }
        }
        return out;
    }

    /// Adds a row along the cheapest path of changes to the rows before it.
    private void add(int row) {
        double[] least = new double[columns + 1];
        int[] from = new int[columns + 1];
        boolean[] seen = new boolean[columns + 1];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        rowOf[0] = row;
        int column = 0;
        while (rowOf[column] != 0) {
            seen[column] = true;
            int next = relax(column, least, from, seen);
            double step = least[next];
            for (int j = 0; j <= columns; j++) {
                if (seen[j]) {
                    rowPrice[rowOf[j]] += step;
                    columnPrice[j] -= step;
                } else {
                    least[j] -= step;
                }
            }
            column = next;
        }
        while (column != 0) {
            rowOf[column] = rowOf[from[column]];
            column = from[column];
        }
    }

    /// Looks for cheaper ways from a column's row; the cheapest column not yet seen.
    private int relax(int column, double[] least, int[] from, boolean[] seen) {
        int row = rowOf[column];
        int next = 0;
        double step = Double.POSITIVE_INFINITY;
        for (int j = 1; j <= columns; j++) {
            if (seen[j]) {
                continue;
            }
            double cost = -score[row - 1][j - 1] - rowPrice[row] - columnPrice[j];
            if (cost < least[j]) {
                least[j] = cost;
                from[j] = column;
            }
            if (least[j] < step) {
                step = least[j];
                next = j;
            }
        }
        return next;
    }
}
