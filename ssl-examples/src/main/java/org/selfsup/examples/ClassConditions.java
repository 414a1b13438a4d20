package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Collections;
import org.selfsup.data.Labels;
import org.selfsup.data.Samples;
import org.selfsup.train.BatchLabels;
import org.selfsup.train.Pass;

/** Classes as conditions of what is likely, and of what is drawn. */
final class ClassConditions {

    private ClassConditions() {}

    /**
     * The classes of a batch of test samples, {@code (n, k)}.
     *
     * @param pass its samples are their numbers
     */
    static NDArray of(Samples<?> test, Pass pass, long n) {
        Labels truth =
                test.labels()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "The test samples have no classes to be likely"
                                                        + " given; leave --classes out"));
        return new BatchLabels(truth).oneHot(pass, n);
    }

    /** Each of k classes in turn, {@code (n, k)}. */
    static NDArray inTurn(NDManager manager, int k, int n) {
        NDArray one = manager.eye(k);
        return NDArrays.concat(new NDList(Collections.nCopies((n + k - 1) / k, one))).get(":{}", n);
    }
}
