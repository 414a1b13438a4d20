package org.selfsup.contrastive.instance;

import java.util.List;
import org.selfsup.augment.DinoAugmentation;
import org.selfsup.augment.MaskedViews;
import org.selfsup.augment.Normalize;
import org.selfsup.augment.PatchMask;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.Transformer;
import org.selfsup.encoder.VisionTransformer;
import org.selfsup.encoder.VisionTransformer.Pooling;
import org.selfsup.train.Schedule;

/** Small parts for tests with vision transformers: pictures of 16 x 16, patches of 4 x 4. */
final class Vision {

    /** Patches a side. */
    static final int GRID = 4;

    /** Two global views and two local ones of 8 x 8. */
    static final DinoAugmentation CROPS =
            new DinoAugmentation(16, 8, 2, 3, 0.4, false, Normalize.CIFAR10);

    /** Of a teacher. */
    static final Schedule MOMENTUM = Schedule.constant(0.99);

    private Vision() {}

    /** Two layers of width 32: to (n, 32). */
    static VisionTransformer encoder(Pooling pooling) {
        return new VisionTransformer(
                new VisionTransformer.Config(16, 4, Transformer.Config.of(32, 2, 2))
                        .withPooling(pooling));
    }

    /** DINO's head: to (n, 24). */
    static Sequence head() {
        return Heads.dino(Heads.Norm.NONE, false, 32, 16, 24);
    }

    /** The crops with masks. */
    static Views<Image> masked(PatchMask... masks) {
        return new MaskedViews<>(CROPS.views(), List.of(masks));
    }
}
