package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.generative.autoregressive.GatedPixelCnn;
import org.selfsup.generative.autoregressive.PixelModel;
import org.selfsup.train.Pass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains gated PixelCNN, perhaps given classes. */
@Command(
        name = "gatedpixelcnn",
        mixinStandardHelpOptions = true,
        description =
                "Gated PixelCNN (1606.05328): two stacks without a blind spot, gates, classes.")
final class GatedPixelCnnCommand extends LevelMethod {

    @Mixin private PixelOptions net = new PixelOptions(32, 6);

    @Option(
            names = "--classes",
            description =
                    "Learn pictures given their class; the likelihood is then one given classes.")
    private boolean classes;

    @Override
    PixelModel model(PictureSet pictures) {
        GatedPixelCnn.Config config = new GatedPixelCnn.Config(net.hidden, net.layers, net.units);
        if (!classes) {
            return new GatedPixelCnn(pictures.shape(), pixels(), config);
        }
        return new GatedPixelCnn(pictures.shape(), pixels(), pictures.knownLabels(), config);
    }

    @Override
    NDArray logLikelihood(PixelModel task, Samples<Image> test, Pass pass, NDList batch) {
        NDList given = new NDList(batch);
        if (classes) {
            given.add(ClassConditions.of(test, pass, batch.head().size(0)));
        }
        return task.logLikelihood(pass, given);
    }

    /** Of each class in turn. */
    @Override
    NDArray draw(PixelModel task, Pass pass, int n) {
        if (!classes) {
            return super.draw(task, pass, n);
        }
        NDArray inTurn = ClassConditions.inTurn(pass.manager(), task.condition(), n);
        return task.sample(pass, n, new NDList(inTurn));
    }
}
