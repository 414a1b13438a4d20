package org.selfsup.examples;

import java.util.concurrent.Callable;
import org.selfsup.train.PretextTask;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command that trains a method on pictures.
 *
 * @param <T> the task
 */
abstract class ImageMethod<T extends PretextTask> implements Method, Recipe<T>, Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private TrainingOptions training = new TrainingOptions();

    @Override
    public final Integer call() throws Exception {
        return new ImagePretraining<>(spec, training, this).run();
    }
}
