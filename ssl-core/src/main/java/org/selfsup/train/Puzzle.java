package org.selfsup.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.selfsup.loss.ClassificationLoss;

/**
 * A task that asks for one of k answers which the data give away themselves: which way up a picture
 * is, where a patch was, in what order pieces lie.
 *
 * <pre>{@code L = mean_i -log softmax(logits_i)[truth_i] }</pre>
 *
 * <p>How often the answer is right on samples it has not seen, beside the 1 / k of guessing, says
 * whether it learnt anything: {@link PuzzleScore}.
 */
public interface Puzzle extends PretextTask {

    /** How many answers there are, k. */
    int answers();

    /**
     * Solves a batch of puzzles.
     *
     * @param pass what a forward pass needs
     * @param batch as the loss sees it
     */
    Solution solve(Pass pass, NDList batch);

    /** The cross entropy of the answers; reports {@code accuracy}. */
    @Override
    default NDArray loss(Pass pass, NDList batch) {
        return solve(pass, batch).loss(pass);
    }

    /** Each sample is a puzzle of its own. */
    @Override
    default boolean sumsOverSamples() {
        return true;
    }

    /**
     * What was answered, and what is right.
     *
     * @param logits {@code (m, k)}; a sample may be several questions
     * @param truth from 0 to k - 1 of type INT64, {@code (m)}
     */
    record Solution(NDArray logits, NDArray truth) {

        private static final ClassificationLoss LOSS = new ClassificationLoss();

        /** The cross entropy, a scalar; reports {@code accuracy}. */
        public NDArray loss(Pass pass) {
            pass.report("accuracy", accuracy());
            return LOSS.evaluate(logits, truth);
        }

        /** The share of right answers, a scalar without gradient. */
        public NDArray accuracy() {
            return LOSS.accuracy(logits, truth);
        }
    }
}
