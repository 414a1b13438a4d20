package org.selfsup.train;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import org.selfsup.data.Randomness;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;

/**
 * How many puzzles a task solves.
 *
 * @param accuracy the share of right answers
 * @param chance that of guessing, 1 / k
 * @param questions how many there were
 */
public record PuzzleScore(double accuracy, double chance, long questions) {

    private static final int BATCH = 100;

    /**
     * Puts some samples to a task. Layers do not train, nothing changes.
     *
     * @param task with values
     * @param samples best those it was not trained on, at least one
     * @param views how it saw those it was trained on
     * @param seed of the views and the puzzles
     * @param manager on the device of the task
     * @throws IOException if a sample cannot be read
     */
    public static <S> PuzzleScore of(
            Puzzle task, Samples<S> samples, Views<S> views, long seed, NDManager manager)
            throws IOException {
        double right = 0;
        long questions = 0;
        try (Autograd off = Autograd.off()) {
            LibTorch.seed(seed);
            for (int from = 0; from < samples.size(); from += BATCH) {
                int n = Math.min(BATCH, samples.size() - from);
                Views.Batch<S> batch = views.batch(n);
                int[] indices = new int[n];
                for (int i = 0; i < n; i++) {
                    indices[i] = from + i;
                    batch.put(i, samples.get(from + i), Randomness.at(seed, from + i));
                }
                try (NDManager scratch = manager.newSubManager()) {
                    NDList arrays = batch.toArrays(scratch);
                    Pass pass = new Pass(scratch, false, from, samples.size(), seed, indices);
                    Puzzle.Solution solution = task.solve(pass, arrays);
                    long asked = solution.truth().size();
                    right += asked * (double) solution.accuracy().getFloat();
                    questions += asked;
                }
            }
        }
        return new PuzzleScore(right / questions, 1.0 / task.answers(), questions);
    }
}
