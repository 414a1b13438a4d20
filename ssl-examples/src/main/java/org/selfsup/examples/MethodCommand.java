package org.selfsup.examples;

import java.util.concurrent.Callable;
import org.selfsup.train.PretextTask;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command that trains a method.
 *
 * @param <S> one sample
 * @param <D> the data
 * @param <T> the task
 */
abstract class MethodCommand<S, D extends TrainingData<S>, T extends PretextTask>
        implements Method<S, D, T>, Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private TrainingOptions training = new TrainingOptions();

    /** Of the run. */
    final long seed() {
        return training.seed;
    }

    @Override
    public final Integer call() throws Exception {
        return new Pretraining<>(spec, training, this).run();
    }
}
