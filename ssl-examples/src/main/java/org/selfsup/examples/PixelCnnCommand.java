package org.selfsup.examples;

import org.selfsup.generative.autoregressive.PixelCnn;
import org.selfsup.generative.autoregressive.PixelModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains PixelCNN. */
@Command(
        name = "pixelcnn",
        mixinStandardHelpOptions = true,
        description =
                "PixelCNN (1601.06759): masked convolutions tell every pixel from those before it.")
final class PixelCnnCommand extends LevelMethod {

    @Mixin private PixelOptions net = new PixelOptions(32, 6);

    @Override
    PixelModel model(PictureSet pictures) {
        return new PixelCnn(
                pictures.shape(), pixels(), new PixelCnn.Config(net.hidden, net.layers, net.units));
    }
}
