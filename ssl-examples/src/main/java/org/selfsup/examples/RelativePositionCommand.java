package org.selfsup.examples;

import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.augment.ColorDropping;
import org.selfsup.augment.ColorProjection;
import org.selfsup.augment.ImageTransform;
import org.selfsup.augment.PatchGrid;
import org.selfsup.augment.PatchViews;
import org.selfsup.augment.Standardize;
import org.selfsup.contrastive.context.RelativePosition;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains relative position on pictures. */
@Command(
        name = "relativeposition",
        mixinStandardHelpOptions = true,
        description = "Relative position (1505.05192): on which side was a patch's neighbour?")
final class RelativePositionCommand extends PuzzleCommand<RelativePosition> {

    @Mixin private PieceOptions pieces = new PieceOptions();

    @Option(
            names = "--color",
            paramLabel = "WHAT",
            description =
                    "What hides the lens: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Color color = Color.PROJECT;

    /** What is done to the colours of a patch. */
    private enum Color {
        /** Green against magenta is taken out. */
        PROJECT,
        /** Two channels are replaced by noise. */
        DROP,
        /** Nothing. */
        KEEP;

        /** Standardises the patch, too. */
        List<ImageTransform> transforms() {
            return switch (this) {
                case PROJECT -> List.of(new ColorProjection(), new Standardize());
                case DROP -> List.of(new Standardize(), new ColorDropping());
                case KEEP -> List.of(new Standardize());
            };
        }
    }

    @Override
    public RelativePosition task(Block encoder, int features, PictureSet pictures, long steps) {
        return new RelativePosition(encoder, pieces.embedding, pieces.hidden);
    }

    @Override
    public Views<Image> views(PictureSet pictures) {
        return new PatchViews(
                pictures.channels(), picture(pictures), grid(pictures.size()), color.transforms());
    }

    /** Patches of a quarter of the picture, as far apart as it allows. */
    private static PatchGrid grid(int size) {
        int patch = size / 4;
        int jitter = Math.max(1, patch / 12);
        return new PatchGrid(3, 3, patch, (size - patch - 2 * jitter) / 2, jitter);
    }
}
