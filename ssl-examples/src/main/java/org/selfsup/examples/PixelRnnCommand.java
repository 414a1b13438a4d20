package org.selfsup.examples;

import org.selfsup.generative.autoregressive.PixelModel;
import org.selfsup.generative.autoregressive.PixelRnn;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains PixelRNN. */
@Command(
        name = "pixelrnn",
        mixinStandardHelpOptions = true,
        description =
                "PixelRNN (1601.06759): LSTMs over rows or diagonals tell every pixel from those"
                        + " before it.")
final class PixelRnnCommand extends LevelMethod {

    @Mixin private PixelOptions net = new PixelOptions(24, 4);

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            defaultValue = "row",
            description = "row, or diagonal, which sees more (default: ${DEFAULT-VALUE}).")
    private PixelRnn.Kind kind = PixelRnn.Kind.ROW;

    @Override
    PixelModel model(PictureSet pictures) {
        return new PixelRnn(
                pictures.shape(),
                pixels(),
                kind,
                new PixelRnn.Config(net.hidden, net.layers, net.units));
    }
}
