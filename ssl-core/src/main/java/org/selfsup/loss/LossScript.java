package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;

/**
 * Functions of arrays and numbers in {@link TorchScript}; a number arrives as a tensor without
 * axes.
 */
final class LossScript {

    private final TorchScript script;

    LossScript(String definitions) {
        script = new TorchScript(definitions);
    }

    /** The one result of a function; it goes to the manager of the first array. */
    NDArray apply(String function, List<NDArray> arrays, double... numbers) {
        return call(function, arrays, numbers).singletonOrThrow();
    }

    /** The results of a function; they go to the manager of the first array. */
    NDList call(String function, List<NDArray> arrays, double... numbers) {
        NDArray[] arguments = arrays.toArray(new NDArray[arrays.size() + numbers.length]);
        try (NDManager scratch = arguments[0].getManager().newSubManager()) {
            for (int i = 0; i < numbers.length; i++) {
                arguments[arrays.size() + i] = Numbers.of(scratch, numbers[i]);
            }
            return script.call(function, arguments);
        }
    }
}
