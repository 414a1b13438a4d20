package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import org.selfsup.data.Randomness;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.Pass;

/**
 * Held-out samples that a trained task is shown batch by batch, without gradient.
 *
 * @param samples all of them are shown, in order
 * @param views how; a sample's randomness is its own, whatever the batch
 * @param batch samples at a time
 * @param seed of the views, and of libtorch's generator
 */
record TestBatches<S>(Samples<S> samples, Views<S> views, int batch, long seed) {

    /** What looks at a batch. */
    @FunctionalInterface
    interface Look {

        /**
         * Takes a batch in.
         *
         * @param pass of evaluation; its manager and the batch end with this call
         * @param batch what the views show
         */
        void at(Pass pass, NDList batch);
    }

    /** Shows them all. */
    void show(Device device, Look look) throws IOException {
        try (Autograd off = Autograd.off()) {
            LibTorch.seed(seed);
            for (int start = 0; start < samples.size(); start += batch) {
                int[] rows = new int[Math.min(batch, samples.size() - start)];
                Views.Batch<S> seen = views.batch(rows.length);
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = start + i;
                    seen.put(i, samples.get(rows[i]), Randomness.at(seed, rows[i]));
                }
                try (NDManager scratch = LibTorch.newManager(device)) {
                    look.at(new Pass(scratch, false, 0, 1, seed, rows), seen.toArrays(scratch));
                }
            }
        }
    }
}
