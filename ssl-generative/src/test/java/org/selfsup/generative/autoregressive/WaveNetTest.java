package org.selfsup.generative.autoregressive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.augment.CenterSegment;
import org.selfsup.augment.WavePipeline;
import org.selfsup.augment.WaveViews;
import org.selfsup.data.Labels;
import org.selfsup.data.MuLaw;
import org.selfsup.data.Samples;
import org.selfsup.data.Tones;
import org.selfsup.data.Views;
import org.selfsup.data.Waveform;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.PretextTaskContract;
import org.selfsup.train.BatchLabels;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;

class WaveNetTest extends PretextTaskContract<Waveform> {

    private static final WaveNet.Config SMALL = new WaveNet.Config(2, 3, 6, 8);
    private static final int LENGTH = 40;

    @Override
    protected PretextTask task() {
        return new WaveNet(SMALL);
    }

    @Override
    protected Samples<Waveform> samples() {
        return Tones.generate(32, 1, 1).train();
    }

    @Override
    protected Views<Waveform> views() {
        return new WaveViews(new WavePipeline(new CenterSegment(256)));
    }

    @Test
    void aStepKnowsAsManyBeforeItAsTheReceptiveFieldAndNoOthers() {
        try (PixelRun run = new PixelRun();
                Autograd on = Autograd.on()) {
            WaveNet net = new WaveNet(SMALL);
            net.initialize(1, run.manager, new Shape(1));
            NDArray x = run.normal(1, 6, LENGTH); // what the history gives
            x.setRequiresGradient(true);
            NDArray y = run.forward(net.networks().get("layers"), x); // (1, 8, t)
            float[] depends =
                    PixelRun.dependence(x, y.get(":, :, 30")).sum(new int[] {1}).toFloatArray();
            // The history itself sees the two steps before.
            int reach = SMALL.receptiveField() - 2;
            assertThat(reach).isEqualTo(14);
            for (int t = 0; t < LENGTH; t++) {
                if (t > 30 || t < 30 - reach) {
                    assertThat(depends[t]).as("step %d", t).isZero();
                } else {
                    assertThat(depends[t]).as("step %d", t).isBetween(Float.MIN_VALUE, 1e6f);
                }
            }
            Block history = net.networks().get("history");
            NDArray codes = run.levels(256, 1, 1, LENGTH).toType(DataType.INT64, false);
            NDArray others = codes.duplicate();
            others.set(new NDIndex("0, 0, 20"), 255 - codes.getLong(0, 0, 20));
            float[] change =
                    run.forward(history, codes)
                            .sub(run.forward(history, others))
                            .abs()
                            .sum(new int[] {1})
                            .toFloatArray();
            for (int t = 0; t < LENGTH; t++) {
                assertThat(change[t] > 0).as("step %d", t).isEqualTo(t == 21 || t == 22);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "global", "local"})
    void theGeneratorWithQueuesIsTheNetwork(String kind) {
        try (PixelRun run = new PixelRun();
                Autograd off = Autograd.off()) {
            int k = kind.equals("none") ? 0 : 3;
            WaveNet net = new WaveNet(k, SMALL);
            net.initialize(1, run.manager, new Shape(1));
            NDArray codes = run.levels(256, 1, 1, LENGTH).toType(DataType.INT64, false);
            NDList given =
                    switch (kind) {
                        case "global" -> new NDList(run.normal(1, k));
                        case "local" -> new NDList(run.normal(1, k, LENGTH));
                        default -> new NDList();
                    };
            NDArray expected = net.logits(run.pass, codes, given); // (1, 256, t)
            WaveNetGenerator generator = new WaveNetGenerator(net);
            for (int twice = 0; twice < 2; twice++) { // starting again forgets
                generator.start(given.isEmpty() ? new float[0] : given.head().toFloatArray());
                int last = -1;
                for (int t = 0; t < LENGTH; t++) {
                    assertThat(generator.next(last))
                            .containsExactly(
                                    expected.get(":, :, {}", t).toFloatArray(), within(1e-4f));
                    last = (int) codes.getLong(0, 0, t);
                }
            }
        }
    }

    @Test
    void samplesAreThoseOfTheNetworkUnderTheSameNoise() {
        try (PixelRun run = new PixelRun();
                Autograd off = Autograd.off()) {
            WaveNet net = new WaveNet(SMALL);
            net.initialize(1, run.manager, new Shape(1));
            LibTorch.seed(5);
            float[] made = net.sample(run.pass, 2, 12).toFloatArray();
            LibTorch.seed(5);
            float[] noise = run.manager.randomUniform(0, 1, new Shape(2, 12)).toFloatArray();
            for (int i = 0; i < 2; i++) {
                long[] codes = new long[12];
                for (int t = 0; t < 12; t++) {
                    NDArray known = run.manager.create(codes, new Shape(1, 1, 12));
                    NDArray logits = net.logits(run.pass, known, new NDList());
                    codes[t] =
                            WaveNetGenerator.draw(
                                    logits.get(":, :, {}", t).toFloatArray(), noise[i * 12 + t]);
                    assertThat(made[i * 12 + t]).isEqualTo(MuLaw.WAVENET.decode((int) codes[t]));
                }
            }
        }
    }

    @Test
    void codesAreThoseOfMuLaw() {
        Random random = new Random(1);
        float[] x = new float[1000];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (Math.pow(random.nextDouble(), 3) * (random.nextBoolean() ? 1.1 : -1.1));
        }
        try (PixelRun run = new PixelRun()) {
            long[] codes =
                    run.forward(new MuLawCodes(MuLaw.WAVENET), run.manager.create(x)).toLongArray();
            int[] expected = MuLaw.WAVENET.encode(x);
            for (int i = 0; i < x.length; i++) {
                assertThat(codes[i]).isEqualTo(expected[i]);
            }
        }
    }

    @Test
    void withLabelsTheLossIsThatGivenTheClasses() throws IOException {
        Labels labels = samples().labels().orElseThrow();
        WaveNet net = new WaveNet(labels, SMALL);
        assertThat(net.sumsOverSamples()).isFalse();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Waveform> pretrainer =
                        new Pretrainer<>(net, samples(), views(), plan(20), manager);
                Autograd off = Autograd.off()) {
            pretrainer.run();
            Pass pass = new Pass(manager, false, 0, 1, 0, new int[] {3, 14});
            NDArray x = manager.randomNormal(new Shape(2, 1, 50));
            NDArray classes = new BatchLabels(labels).oneHot(manager, 3, 4);
            NDArray likelihood = net.logLikelihood(pass, x, classes);
            assertThat(net.loss(pass, new NDList(x)).getFloat())
                    .isCloseTo(-likelihood.mean().getFloat() / 50, within(1e-4f));
            assertThat(pass.parts().get("bits"))
                    .isCloseTo(
                            (float) (-likelihood.mean().getFloat() / 50 / Math.log(2)),
                            within(1e-4f));
            assertThat(net.sample(pass, 2, 9, new NDList(classes)).getShape())
                    .isEqualTo(new Shape(2, 1, 9));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> net.logLikelihood(pass, new NDList(x)))
                    .withMessageContaining("got none");
        }
    }

    @Test
    void whatIsNoRecordingIsRefused() {
        try (PixelRun run = new PixelRun()) {
            WaveNet net = new WaveNet(SMALL);
            net.initialize(1, run.manager, new Shape(1));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> net.logLikelihood(run.pass, new NDList(run.normal(2, 2, 9))))
                    .withMessageContaining("(n, 1, t)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> net.logLikelihood(run.pass, new NDList(run.normal(2, 1, 1))))
                    .withMessageContaining("at least two steps");
        }
    }
}
