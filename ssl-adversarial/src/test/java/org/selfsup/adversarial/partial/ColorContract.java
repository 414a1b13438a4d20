package org.selfsup.adversarial.partial;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.data.Image;
import org.selfsup.data.PackedImages;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;

/** What both methods of colour share: pictures of 16 pixels a side in their own colours. */
abstract class ColorContract extends ImageTaskContract {

    static final int SIZE = 16;

    @Override
    protected Views<Image> views() {
        return new ImageViews(3, List.of(new ImagePipeline(new CenterCrop(SIZE))));
    }

    /** The figures of the last step on pictures whose bright parts are yellow, dark ones blue. */
    Map<String, Float> learnt(PretextTask task, int steps) throws IOException {
        List<Map<String, Float>> last = new ArrayList<>();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(task, sunAndSea(64), views(), plan(steps), manager)) {
            pretrainer.listen(report -> last.add(report.parts())).run();
        }
        return last.get(last.size() - 1);
    }

    /** A yellow and a blue half, divided anywhere, in any of four directions. */
    static Samples<Image> sunAndSea(int n) {
        SplittableRandom random = new SplittableRandom(1);
        byte[] pixels = new byte[n * SIZE * SIZE * 3];
        int at = 0;
        for (int i = 0; i < n; i++) {
            int border = random.nextInt(4, 12);
            boolean across = random.nextBoolean();
            boolean turned = random.nextBoolean();
            for (int place = 0; place < SIZE * SIZE; place++) {
                boolean sun = ((across ? place / SIZE : place % SIZE) < border) == turned;
                int noise = random.nextInt(20);
                pixels[at++] = (byte) (noise + (sun ? 230 : 20));
                pixels[at++] = (byte) (noise + (sun ? 200 : 20));
                pixels[at++] = (byte) (noise + (sun ? 20 : 150));
            }
        }
        return new PackedImages(pixels, SIZE, SIZE, 3);
    }
}
