package org.selfsup.generative.autoregressive;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.Binarize;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageTransform;
import org.selfsup.augment.ImageViews;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.data.Shapes;
import org.selfsup.data.Views;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.PretextTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;

/** What every model of pixels does, beside what every method does. */
abstract class PixelModelContract extends PretextTaskContract<Image> {

    /** A small model of such pictures. */
    protected abstract PixelModel model(Shape sample, PixelDistribution pixels);

    /** What pixels of the training pictures are distributed like. */
    protected PixelDistribution pixels() {
        return new BernoulliPixels();
    }

    /** What makes pixels such. */
    protected ImageTransform transform() {
        return new Binarize();
    }

    /** Pixels (h, w) before (4, 4) that a model of 9 x 9 may fail to see. */
    protected boolean isBlind(int row, int column) {
        return false;
    }

    /** Height and width of the pictures of the leak test. */
    protected int side() {
        return 9;
    }

    @Override
    protected final PretextTask task() {
        return model(new Shape(3, 8, 8), pixels());
    }

    @Override
    protected final Samples<Image> samples() {
        return Shapes.generate(32, 8, 1).train();
    }

    @Override
    protected final Views<Image> views() {
        return new ImageViews(3, List.of(new ImagePipeline(new CenterCrop(8), transform())));
    }

    @Test
    void aPixelKnowsThoseBeforeItAndNoOthers() {
        try (PixelRun run = new PixelRun();
                Autograd on = Autograd.on()) {
            int side = side();
            int colours = 3;
            int groups = pixels().groups(colours);
            PixelModel model = run.ready(model(new Shape(colours, side, side), pixels()));
            NDArray x = run.levels(2, 1, colours, side, side);
            x.setRequiresGradient(true);
            NDArray parameters = model.parameters(run.pass, new NDList(x)); // (1, p, h, w)
            int each = Math.toIntExact(parameters.getShape().get(1)) / groups;
            int row = side / 2;
            int column = side / 2;
            for (int group = 0; group < groups; group++) {
                NDIndex some =
                        new NDIndex(
                                ":, {}:{}, {}, {}", group * each, (group + 1) * each, row, column);
                float[] depends = PixelRun.dependence(x, parameters.get(some)).toFloatArray();
                for (int i = 0; i < depends.length; i++) {
                    int c = i / side / side;
                    int r = i / side % side;
                    int s = i % side;
                    boolean own = r == row && s == column;
                    boolean before = own ? c < group : r < row || (r == row && s < column);
                    if (!before) {
                        assertThat(depends[i]).as("%d on %d, %d, %d", group, c, r, s).isZero();
                    } else if (!isBlind(r, s)) {
                        assertThat(depends[i])
                                .as("%d on %d, %d, %d", group, c, r, s)
                                .isBetween(Float.MIN_VALUE, 1e9f);
                    }
                }
            }
        }
    }

    @Test
    void samplesAreThoseOfWholePicturesUnderTheSameNoise() {
        try (PixelRun run = new PixelRun();
                Autograd off = Autograd.off()) {
            Shape sample = new Shape(3, 4, 4);
            PixelModel model = run.ready(model(sample, pixels()));
            NDArray noise = run.manager.randomUniform(0, 1, new Shape(3, pixels().noises(3), 4, 4));
            NDArray fast = model.sample(run.pass, noise, new NDList());
            NDArray slow = run.manager.zeros(new Shape(3).addAll(sample));
            for (int i = 0; i < 16 * pixels().groups(3); i++) {
                int at = i / pixels().groups(3);
                NDIndex pixel = new NDIndex(":, :, {}, {}", at / 4, at % 4);
                NDArray parameters = model.parameters(run.pass, new NDList(slow));
                slow.set(pixel, pixels().draw(parameters, noise).get(pixel));
            }
            assertThat(fast.getShape()).isEqualTo(slow.getShape());
            assertThat(fast.toFloatArray()).isEqualTo(slow.toFloatArray());
            assertThat(model.logLikelihood(run.pass, new NDList(fast)).sum().getFloat())
                    .isBetween(-1e6f, 0f);
        }
    }

    @Test
    void itsSamplesHaveALikelihoodAndItsFeaturesAreMeans() throws IOException {
        PixelModel model = (PixelModel) task();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(model, samples(), views(), plan(10), manager);
                Autograd off = Autograd.off()) {
            pretrainer.run();
            LibTorch.seed(1);
            Pass pass = new Pass(manager, false, 0, 1);
            int arrays = manager.getManagedArrays().size();
            NDArray made = model.sample(pass, 2);
            assertThat(manager.getManagedArrays().size() - arrays).isLessThan(4);
            assertThat(made.getShape()).isEqualTo(new Shape(2, 3, 8, 8));
            NDArray likelihood = model.logLikelihood(pass, new NDList(made));
            assertThat(likelihood.getShape()).isEqualTo(new Shape(2));
            assertThat(likelihood.sum().getFloat()).isBetween(-1e6f, 0f);
            NDArray features = pass.forward(model.encoder(), made);
            assertThat(features.getShape().dimension()).isEqualTo(2);
            assertThat(features.sum().getFloat()).isFinite();
        }
    }
}
