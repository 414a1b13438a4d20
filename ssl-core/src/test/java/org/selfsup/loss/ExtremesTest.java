package org.selfsup.loss;

import static java.lang.reflect.Modifier.isPublic;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.selfsup.engine.Autograd;

/**
 * Values and gradients of every loss on two samples whose entries are all zero, or as large as the
 * loss allows, in all combinations: they are finite, or the loss says in a sentence what it needs.
 */
class ExtremesTest extends LossTest {

    private static final double LARGE = 1e4;

    /** Where exp of an entry, times its square, still is a float32; these losses are made of it. */
    private static final double EXPONENT = 70;

    /**
     * A loss at work.
     *
     * @param loss the record
     * @param limit the largest size of an entry
     * @param shapes of the inputs that take gradients
     * @param value of those inputs, of any shape
     */
    record Case(Class<?> loss, double limit, List<Shape> shapes, Function<NDList, NDArray> value) {
        @Override
        public String toString() {
            return loss.getSimpleName() + " " + shapes;
        }
    }

    private static Case of(Class<?> loss, Function<NDList, NDArray> value, Shape... shapes) {
        return new Case(loss, LARGE, List.of(shapes), value);
    }

    private static Case upTo(
            double limit, Class<?> loss, Function<NDList, NDArray> value, Shape... shapes) {
        return new Case(loss, limit, List.of(shapes), value);
    }

    static Stream<Case> losses() {
        return Stream.of(twoViews(), keysAndMemories(), prototypes(), estimates(), games(), codes())
                .flatMap(cases -> cases);
    }

    private static Stream<Case> twoViews() {
        Shape z = new Shape(2, 3);
        Shape rows = new Shape(8, 3);
        return Stream.of(
                of(
                        BarlowTwinsLoss.class,
                        x -> new BarlowTwinsLoss(1).evaluate(x.get(0), x.get(1)),
                        z,
                        z),
                of(ByolLoss.class, x -> new ByolLoss().evaluate(x.get(0), x.get(1)), z, z),
                of(DclLoss.class, x -> new DclLoss(0.1f).evaluate(x.get(0), x.get(1)), z, z),
                of(
                        DclwLoss.class,
                        x -> new DclwLoss(0.1f, 0.5f).evaluate(x.get(0), x.get(1)),
                        z,
                        z),
                of(KoLeoLoss.class, x -> new KoLeoLoss().evaluate(x.get(0)), z),
                of(PullAwayLoss.class, x -> new PullAwayLoss().evaluate(x.get(0)), z),
                of(
                        IJepaLoss.class,
                        x -> new IJepaLoss(1).evaluate(x.get(0), x.get(1)),
                        new Shape(2, 2, 3),
                        new Shape(2, 2, 3)),
                of(
                        NegativeCosineLoss.class,
                        x -> new NegativeCosineLoss().evaluate(x.get(0), x.get(1)),
                        z,
                        z),
                of(NtXentLoss.class, x -> new NtXentLoss(0.1f).evaluate(x.get(0), x.get(1)), z, z),
                of(
                        SupConLoss.class,
                        x -> new SupConLoss(0.1f).evaluate(x.get(0), x.get(1), longs(x, 0, 1)),
                        z,
                        z),
                of(SigRegLoss.class, x -> new SigRegLoss(8, 5, 5).evaluate(x.get(0)), z),
                of(
                        TiCoLoss.class,
                        x -> new TiCoLoss(0.9f, 8).evaluate(x.get(0), x.get(1), x.get(2)).loss(),
                        z,
                        z,
                        new Shape(3, 3)),
                of(VicRegLoss.class, x -> VicRegLoss.PAPER.evaluate(x.get(0), x.get(1)), z, z),
                of(WMseLoss.class, x -> new WMseLoss(0).evaluate(x.get(0), x.get(1)), rows, rows),
                of(WMseLoss.class, x -> new WMseLoss(0.1f).evaluate(x.get(0), x.get(1)), z, z));
    }

    private static Stream<Case> keysAndMemories() {
        Shape z = new Shape(2, 3);
        Shape memory = new Shape(4, 3);
        return Stream.of(
                of(
                        InfoNceLoss.class,
                        x -> new InfoNceLoss(0.1f).evaluate(x.get(0), x.get(1)),
                        z,
                        z),
                of(
                        InfoNceLoss.class,
                        x -> new InfoNceLoss(0.1f).evaluate(x.get(0), x.get(1), x.get(2)),
                        z,
                        z,
                        memory),
                of(
                        InstanceNceLoss.class,
                        x -> {
                            InstanceNceLoss loss = new InstanceNceLoss(0.07f);
                            NDArray index = longs(x, 0, 2, 1, 3).reshape(2, 2);
                            NDArray logZ = loss.logNormalizer(x.get(0), x.get(1), index);
                            return loss.evaluate(x.get(0), x.get(1), index, logZ);
                        },
                        z,
                        memory),
                of(
                        InstanceSoftmaxLoss.class,
                        x ->
                                new InstanceSoftmaxLoss(0.07f)
                                        .evaluate(x.get(0), x.get(1), longs(x, 0, 3)),
                        z,
                        memory),
                of(
                        LocalAggregationLoss.class,
                        x ->
                                new LocalAggregationLoss(2, 0.07f)
                                        .evaluate(
                                                x.get(0),
                                                x.get(1),
                                                longs(x, 0, 3),
                                                longs(x, 1, 0).reshape(1, 2),
                                                longs(x, 1, 1, 0, 0).reshape(1, 4)),
                        z,
                        memory),
                of(
                        MoCoV3Loss.class,
                        x -> new MoCoV3Loss(0.2f).evaluate(x.get(0), x.get(1), x.get(2), x.get(3)),
                        z,
                        z,
                        z,
                        z),
                of(
                        NnclrLoss.class,
                        x -> new NnclrLoss(0.1f).evaluate(x.get(0), x.get(1), x.get(2)),
                        z,
                        z,
                        memory),
                of(
                        ReLicLoss.class,
                        x ->
                                new ReLicLoss(0.1f, 1)
                                        .evaluate(x.get(0), x.get(1), x.get(2), x.get(3)),
                        z,
                        z,
                        z,
                        z),
                of(
                        NegativeSamplingLoss.class,
                        x ->
                                new NegativeSamplingLoss()
                                        .evaluate(
                                                x.get(0),
                                                x.get(1),
                                                longs(x, 0, 1).reshape(2, 1),
                                                longs(x, 2, 3),
                                                longs(x, 1, 0).reshape(2, 1)),
                        memory,
                        memory),
                of(
                        HierarchicalSoftmaxLoss.class,
                        x ->
                                new HierarchicalSoftmaxLoss(new HuffmanTree(5, 3, 2, 1))
                                        .evaluate(
                                                x.get(0),
                                                x.get(1),
                                                longs(x, 0, 1).reshape(2, 1),
                                                longs(x, 2, 3)),
                        memory,
                        new Shape(3, 3)));
    }

    private static Stream<Case> prototypes() {
        Shape scores = new Shape(2, 4);
        Shape patches = new Shape(2, 3, 4);
        return Stream.of(
                of(
                        DinoLoss.class,
                        x ->
                                new DinoLoss(0.04f, 0.1f, 0.9f)
                                        .evaluate(
                                                new NDList(x.get(0), x.get(1)),
                                                new NDList(x.get(2), x.get(2)),
                                                x.get(3)),
                        scores,
                        scores,
                        scores,
                        new Shape(4)),
                of(
                        ClassificationLoss.class,
                        x -> new ClassificationLoss().evaluate(x.get(0), longs(x, 0, 3)),
                        scores),
                of(
                        DistillationLoss.class,
                        x -> new DistillationLoss(1).evaluate(x.get(0), x.get(1)),
                        scores,
                        scores),
                of(
                        IBotPatchLoss.class,
                        x ->
                                new IBotPatchLoss(0.04f, 0.1f, 0.9f)
                                        .evaluate(
                                                x.get(0),
                                                x.get(1),
                                                longs(x, 0, 1, 1, 0, 0, 0).reshape(2, 3),
                                                x.get(2)),
                        patches,
                        patches,
                        new Shape(4)),
                of(
                        MsnLoss.class,
                        x -> new MsnLoss(0.1f, 0.25f, 3, 1).evaluate(x.get(0), x.get(1), x.get(2)),
                        new Shape(4, 3),
                        new Shape(2, 3),
                        new Shape(5, 3)),
                of(Sinkhorn.class, x -> new Sinkhorn(3, 0.05f).evaluate(x.get(0)), scores),
                of(
                        SwavLoss.class,
                        x ->
                                new SwavLoss(0.1f, new Sinkhorn(3, 0.05f))
                                        .evaluate(new NDList(x.get(0), x.get(1)), new NDList()),
                        scores,
                        scores));
    }

    private static Stream<Case> estimates() {
        Shape scores = new Shape(2, 2);
        Shape local = new Shape(2, 3, 4);
        Shape global = new Shape(2, 3, 1);
        Shape z = new Shape(2, 3);
        MutualInformationLoss jsd = new MutualInformationLoss.JensenShannon();
        MutualInformationLoss nwj = new MutualInformationLoss.NguyenWainwrightJordan();
        MutualInformationLoss dv = new MutualInformationLoss.DonskerVaradhan();
        return Stream.of(
                of(jsd.getClass(), x -> jsd.evaluate(x.get(0)), scores),
                of(jsd.getClass(), x -> jsd.evaluate(x.get(0), x.get(1)), local, global),
                upTo(EXPONENT, nwj.getClass(), x -> nwj.evaluate(x.get(0)), scores),
                of(dv.getClass(), x -> dv.evaluate(x.get(0)), scores),
                of(dv.getClass(), x -> dv.evaluate(x.get(0), x.get(1)), local, global),
                of(
                        LocalInfoNceLoss.class,
                        x -> new LocalInfoNceLoss().evaluate(x.get(0), x.get(1)),
                        local,
                        global),
                of(
                        CpcLoss.class,
                        x -> new CpcLoss().evaluate(x.get(0), x.get(1), x.get(2)),
                        local,
                        local,
                        new Shape(1, 4, 4)),
                of(
                        DenseCpcLoss.class,
                        x -> new DenseCpcLoss().evaluate(x.get(0), x.get(1)),
                        new Shape(2, 4, 1, 3),
                        new Shape(2, 4, 1, 2, 3)),
                of(
                        AmdimLoss.class,
                        x -> AmdimLoss.PAPER.evaluate(x.get(0), x.get(1)),
                        local,
                        global),
                of(
                        DgiLoss.class,
                        x -> new DgiLoss().evaluate(x.get(0), x.get(1)),
                        vector(2),
                        vector(2)),
                of(
                        GraphReconstructionLoss.class,
                        x ->
                                new GraphReconstructionLoss()
                                        .evaluate(
                                                x.get(0),
                                                path(x).reshape(2, 2)
                                                        .toType(x.get(0).getDataType(), false)),
                        new Shape(2, 3)),
                of(
                        GraphReconstructionLoss.class,
                        x -> new GraphReconstructionLoss().evaluate(x.get(0), path(x), path(x)),
                        new Shape(2, 3)),
                of(
                        GraphReconstructionLoss.class,
                        x -> new GraphReconstructionLoss().overAllPairs(x.get(0), path(x)),
                        new Shape(2, 3)),
                of(
                        MmdLoss.Gaussian.class,
                        x -> new MmdLoss.Gaussian(1).evaluate(x.get(0), x.get(1)),
                        z,
                        z),
                of(
                        MmdLoss.InverseMultiquadric.class,
                        x -> new MmdLoss.InverseMultiquadric(1).evaluate(x.get(0), x.get(1)),
                        z,
                        z));
    }

    private static Stream<Case> games() {
        Shape z = new Shape(2, 3);
        Shape sequence = new Shape(2, 3, 5);
        return Stream.concat(
                Stream.of(
                                new GanLoss.NonSaturating(),
                                new GanLoss.Minimax(),
                                new GanLoss.Hinge(),
                                new GanLoss.LeastSquares(),
                                new GanLoss.Wasserstein())
                        .map(
                                loss ->
                                        of(
                                                loss.getClass(),
                                                x ->
                                                        loss.discriminator(x.get(0), x.get(1))
                                                                .add(loss.generator(x.get(1))),
                                                vector(2),
                                                vector(2))),
                Stream.of(
                        of(
                                BiGanLoss.class,
                                x ->
                                        new BiGanLoss()
                                                .discriminator(x.get(0), x.get(1))
                                                .add(
                                                        new BiGanLoss()
                                                                .encoderGenerator(
                                                                        x.get(0), x.get(1))),
                                vector(2),
                                vector(2)),
                        of(
                                GradientReversal.class,
                                x -> new GradientReversal(1).evaluate(x.get(0)),
                                z),
                        of(
                                R1Penalty.class,
                                x -> new R1Penalty(10).evaluate(y -> y.matMul(x.get(0)), x.get(1)),
                                new Shape(3, 1),
                                z),
                        of(
                                WganGradientPenalty.class,
                                x ->
                                        new WganGradientPenalty(10)
                                                .evaluate(
                                                        y -> y.matMul(x.get(0)),
                                                        x.get(1),
                                                        x.get(2),
                                                        0),
                                new Shape(3, 1),
                                z,
                                z),
                        of(
                                MaskedTokenLoss.class,
                                x -> new MaskedTokenLoss().evaluate(x.get(0), tokens(x), tokens(x)),
                                sequence),
                        of(
                                ReplacedTokenLoss.class,
                                x ->
                                        new ReplacedTokenLoss()
                                                .evaluate(
                                                        x.get(0),
                                                        tokens(x),
                                                        tokens(x).flip(1),
                                                        tokens(x)),
                                new Shape(2, 3))));
    }

    private static Stream<Case> codes() {
        Shape z = new Shape(2, 3);
        Shape picture = new Shape(2, 3, 1, 2);
        Shape mixture = new Shape(2, 3, 4, 1, 2);
        return Stream.of(
                of(
                        BernoulliLikelihood.class,
                        x -> new BernoulliLikelihood().evaluate(x.get(0), x.get(0).onesLike()),
                        z),
                upTo(
                        EXPONENT,
                        GaussianLikelihood.class,
                        x -> new GaussianLikelihood().evaluate(x.get(0), x.get(1), x.get(2)),
                        z,
                        z,
                        z),
                upTo(
                        EXPONENT,
                        GaussianDivergence.class,
                        x -> new GaussianDivergence().evaluate(x.get(0), x.get(1)),
                        z,
                        z),
                upTo(
                        EXPONENT,
                        BetaTcVaeLoss.class,
                        x -> new BetaTcVaeLoss(1, 6, 1, 100).evaluate(x.get(0), x.get(1), x.get(2)),
                        z,
                        z,
                        z),
                of(
                        ImportanceWeightedBound.class,
                        x -> new ImportanceWeightedBound().evaluate(x.get(0)),
                        z),
                of(
                        LogisticMixtureLikelihood.class,
                        x ->
                                new LogisticMixtureLikelihood()
                                        .evaluate(
                                                x.get(0),
                                                x.get(1),
                                                x.get(2),
                                                x.get(3),
                                                x.get(0).getManager().ones(picture)),
                        new Shape(2, 4, 1, 2),
                        mixture,
                        mixture,
                        mixture),
                of(
                        SparsityPenalty.class,
                        x -> new SparsityPenalty(0.05f, 3).evaluate(Activation.sigmoid(x.get(0))),
                        z),
                of(
                        ContractivePenalty.class,
                        x -> new ContractivePenalty(1).evaluate(x.get(0), x.get(1)),
                        z,
                        new Shape(3, 4)),
                of(
                        ContractivePenalty.class,
                        x ->
                                new ContractivePenalty(1)
                                        .evaluate(y -> y.matMul(x.get(0)), x.get(1), x.get(2)),
                        new Shape(4, 3),
                        new Shape(2, 4),
                        z),
                of(
                        MaskedPatchLoss.class,
                        x -> new MaskedPatchLoss().evaluate(x.get(0), x.get(1)),
                        new Shape(2, 2, 3),
                        new Shape(2, 2, 3)),
                of(
                        VqLoss.class,
                        x -> new VqLoss(0.25f).evaluate(x.get(0), x.get(1)).loss(),
                        z,
                        new Shape(4, 3)),
                of(
                        CodebookEma.class,
                        x ->
                                new CodebookEma(0.9f)
                                        .next(
                                                new CodebookEma.State(
                                                        x.get(0),
                                                        x.get(0).getManager().ones(vector(4)),
                                                        x.get(0)),
                                                x.get(1),
                                                longs(x, 0, 3))
                                        .codebook(),
                        new Shape(4, 3),
                        z));
    }

    private static Shape vector(long size) {
        return new Shape(size);
    }

    private static NDArray longs(NDList inputs, long... values) {
        return inputs.head().getManager().create(values);
    }

    private static NDArray tokens(NDList inputs) {
        return longs(inputs, 1, 2, 3, 4, 0, 1).reshape(2, 3);
    }

    /** The edge between two nodes, both ways; as numbers also their adjacency. */
    private static NDArray path(NDList inputs) {
        return longs(inputs, 0, 1, 1, 0).reshape(2, 2);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void valuesAndGradientsAreFiniteOrRefused(Case loss) {
        double[] sizes = {0, loss.limit(), -loss.limit()};
        for (double first : sizes) {
            for (double others : sizes) {
                for (int sign : new int[] {1, -1}) { // of every second entry
                    NDList inputs = new NDList();
                    for (Shape shape : loss.shapes()) {
                        double size = inputs.isEmpty() ? first : others;
                        inputs.add(input(shape, i -> i % 2 == 0 ? size : sign * size));
                    }
                    String at = loss + " at " + first + ", " + others;
                    try {
                        assertFinite(at, loss.value(), inputs);
                    } catch (IllegalArgumentException refused) {
                        assertThat(refused).as(at).hasMessageMatching("[A-Z].{20,}");
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void ordinaryNumbersAreNotRefused(Case loss) {
        Random random = new Random(1);
        NDList inputs = new NDList();
        loss.shapes().forEach(shape -> inputs.add(input(shape, i -> random.nextGaussian())));
        assertFinite(loss.toString(), loss.value(), inputs);
    }

    private NDArray input(Shape shape, IntToDoubleFunction entries) {
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) entries.applyAsDouble(i);
        }
        NDArray array = manager.create(values, shape);
        array.setRequiresGradient(true);
        return array;
    }

    private static void assertFinite(String at, Function<NDList, NDArray> loss, NDList inputs) {
        try (Autograd recording = Autograd.on()) {
            NDArray value = loss.apply(inputs);
            assertFinite(at, value);
            if (Autograd.flowsThrough(value)) {
                NDList values = new NDList(value);
                NDList ones = new NDList(value.onesLike());
                for (NDArray gradient : Autograd.gradientsKeepingGraph(values, ones, inputs)) {
                    assertFinite("gradient of " + at, gradient);
                }
            }
        }
    }

    private static void assertFinite(String what, NDArray array) {
        for (float value : array.toFloatArray()) {
            assertThat(value).as(what).isFinite();
        }
    }

    @Test
    void everyLossIsHere() {
        Set<String> records =
                new ClassFileImporter()
                        .importPackages("org.selfsup.loss").stream()
                                .filter(c -> c.isRecord() && isMain(c) && isPublicEverywhere(c))
                                .filter(c -> !c.getSimpleName().matches("Terms|State"))
                                .map(JavaClass::getName)
                                .collect(Collectors.toSet());
        assertThat(losses().map(c -> c.loss().getName()).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(records);
    }

    private static boolean isMain(JavaClass type) {
        return type.getSource().orElseThrow().getUri().toString().contains("/classes/");
    }

    private static boolean isPublicEverywhere(JavaClass type) {
        return isPublic(type.reflect().getModifiers());
    }
}
