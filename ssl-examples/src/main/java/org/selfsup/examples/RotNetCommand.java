package org.selfsup.examples;

import ai.djl.nn.Block;
import java.util.stream.IntStream;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.QuarterTurn;
import org.selfsup.contrastive.context.RotNet;
import picocli.CommandLine.Command;

/** Trains RotNet on pictures. */
@Command(
        name = "rotnet",
        mixinStandardHelpOptions = true,
        description = "RotNet (1803.07728): which way up is the picture?")
final class RotNetCommand extends PuzzleCommand<RotNet> {

    @Override
    public RotNet task(Block encoder, int features, PictureSet pictures, long steps) {
        return new RotNet(encoder);
    }

    @Override
    public ImageViews views(PictureSet pictures) {
        return new ImageViews(
                pictures.channels(),
                IntStream.range(0, 4)
                        .mapToObj(QuarterTurn::new)
                        .map(turn -> picture(pictures, pictures.normalize(), turn))
                        .toList());
    }
}
