package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Features;
import org.selfsup.loss.MmdLoss;

/**
 * Whether codes may be draws of N(0, 1) in every dimension: their maximum mean discrepancy to as
 * many draws, and what two samples of draws have of it.
 */
final class PriorTest {

    private static final MmdLoss DISCREPANCY = new MmdLoss.InverseMultiquadric(1);
    private static final int ROUNDS = 200;
    private static final double LEVEL = 0.95;

    private PriorTest() {}

    /**
     * What was found.
     *
     * @param discrepancy of codes and prior
     * @param threshold that the discrepancy of two samples of the prior stays below in 95 of 100
     *     cases
     */
    record Result(double discrepancy, double threshold) {}

    /** Compares, and draws what to compare with. */
    static Result of(Features codes, long seed) {
        Shape shape = new Shape(codes.size(), codes.dimension());
        double discrepancy = discrepancy(codes, seed); // seeds the draws below, too
        double[] under = new double[ROUNDS];
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            for (int i = 0; i < ROUNDS; i++) {
                try (NDArray draws = manager.randomNormal(shape)) {
                    under[i] = toPrior(draws);
                }
            }
            Arrays.sort(under);
            return new Result(discrepancy, under[(int) (LEVEL * ROUNDS)]);
        }
    }

    /** That of codes and prior alone. */
    static double discrepancy(Features codes, long seed) {
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            LibTorch.seed(seed);
            return toPrior(
                    manager.create(codes.values(), new Shape(codes.size(), codes.dimension())));
        }
    }

    private static double toPrior(NDArray x) {
        try (NDManager scratch = x.getManager().newSubManager()) {
            NDArray prior = scratch.randomNormal(x.getShape());
            return DISCREPANCY.evaluate(prior, x).getFloat();
        }
    }
}
