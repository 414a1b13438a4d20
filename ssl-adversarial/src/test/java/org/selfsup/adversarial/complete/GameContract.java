package org.selfsup.adversarial.complete;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.data.Shapes;
import org.selfsup.data.Views;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.PretextTaskContract;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;

/** What both games share: pictures from -1 to 1, and turns. */
abstract class GameContract extends PretextTaskContract<Image> {

    @Override
    protected Samples<Image> samples() {
        return Shapes.generate(32, 8, 1).train();
    }

    @Override
    protected Views<Image> views() {
        Normalize range = new Normalize(Collections.nCopies(3, 0.5f), Collections.nCopies(3, 0.5f));
        return new ImageViews(3, List.of(new ImagePipeline(new CenterCrop(28), range)));
    }

    /** In which of the second to the sixth step a generator's weights moved. */
    List<Boolean> moves(PretextTask task, Block generator) throws IOException {
        List<float[]> weights = new ArrayList<>();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(task, samples(), views(), plan(6), manager)) {
            pretrainer
                    .listen(
                            report ->
                                    weights.add(
                                            StateDict.parameters(generator)
                                                    .get("project.weight")
                                                    .getArray()
                                                    .toFloatArray()))
                    .run();
        }
        List<Boolean> moves = new ArrayList<>();
        for (int i = 1; i < 6; i++) {
            moves.add(!Arrays.equals(weights.get(i), weights.get(i - 1)));
        }
        return moves;
    }
}
