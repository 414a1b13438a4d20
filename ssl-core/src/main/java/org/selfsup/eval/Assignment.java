package org.selfsup.eval;

import java.util.Arrays;

/**
 * The best one-to-one assignment of rows to columns, exactly: the Hungarian method with shortest
 * augmenting paths, O(rows^2 columns).
 *
 * <p>Kuhn 1955, "The Hungarian method for the assignment problem"; Jonker and Volgenant 1987, "A
 * shortest augmenting path algorithm for dense and sparse linear assignment problems".
 */
final class Assignment {

    /** The row of each column, counted from 1; column 0 is where a path starts. */
    private final int[] rowOf;

    private final long[][] cost;
    private final long[] rowPrice;
    private final long[] columnPrice;

    private Assignment(long[][] cost) {
        this.cost = cost;
        rowOf = new int[cost[0].length + 1];
        columnPrice = new long[rowOf.length];
        rowPrice = new long[cost.length + 1];
    }

    /**
     * The largest sum of a table's entries, no two of one row or column.
     *
     * @param gain a table that is not empty
     */
    static long largestSum(int[][] gain) {
        boolean wide = gain.length <= gain[0].length;
        long[][] cost = new long[Math.min(gain.length, gain[0].length)][];
        for (int i = 0; i < cost.length; i++) {
            cost[i] = new long[Math.max(gain.length, gain[0].length)];
            for (int j = 0; j < cost[i].length; j++) {
                cost[i][j] = wide ? -gain[i][j] : -gain[j][i];
            }
        }
        Assignment assignment = new Assignment(cost);
        for (int row = 1; row <= cost.length; row++) {
            assignment.place(row);
        }
        long sum = 0;
        for (int column = 1; column < assignment.rowOf.length; column++) {
            int row = assignment.rowOf[column];
            sum -= row == 0 ? 0 : cost[row - 1][column - 1];
        }
        return sum;
    }

    /** Finds the cheapest chain of moves that gives one more row a column. */
    private void place(int row) {
        int columns = rowOf.length;
        long[] distance = new long[columns];
        int[] from = new int[columns];
        boolean[] reached = new boolean[columns];
        Arrays.fill(distance, Long.MAX_VALUE);
        rowOf[0] = row;
        int at = 0;
        while (rowOf[at] != 0) {
            reached[at] = true;
            int here = rowOf[at];
            int nearest = 0;
            long step = Long.MAX_VALUE;
            for (int j = 1; j < columns; j++) {
                if (!reached[j]) {
                    long price = cost[here - 1][j - 1] - rowPrice[here] - columnPrice[j];
                    if (price < distance[j]) {
                        distance[j] = price;
                        from[j] = at;
                    }
                    if (distance[j] < step) {
                        step = distance[j];
                        nearest = j;
                    }
                }
            }
            for (int j = 0; j < columns; j++) {
                if (reached[j]) {
                    rowPrice[rowOf[j]] += step;
                    columnPrice[j] -= step;
                } else if (j > 0) {
                    distance[j] -= step;
                }
            }
            at = nearest;
        }
        for (int before = from[at]; at != 0; at = before, before = from[at]) {
            rowOf[at] = rowOf[before];
        }
    }
}
