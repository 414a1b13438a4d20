package org.selfsup.generative.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.Arrays;
import java.util.function.LongFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.generative.flow.Flow.Mapped;

/** What every flow must do: lead back, and know its determinant. */
class FlowLawTest {

    private static final Elementwise SPLINE = new RationalQuadraticSpline(5, 3);

    /** All flows, for vectors of four features or pictures of 2 x 4 x 4. */
    enum Case {
        ADDITIVE(4, c -> new Coupling(CouplingMask.ODD, new Additive(), mlp(c))),
        AFFINE(4, c -> new Coupling(CouplingMask.FIRST_HALF, new Affine(), mlp(2 * c))),
        BOUNDED(4, c -> new Coupling(CouplingMask.EVEN, new Affine(), bounded(c))),
        SPLINE_COUPLING(4, c -> new Coupling(CouplingMask.SECOND_HALF, SPLINE, mlp(14 * c))),
        CHECKERBOARD(
                0, c -> new Coupling(CouplingMask.CHECKERBOARD_ODD, new Affine(), conv(2 * c))),
        CHANNELS(0, c -> new Coupling(CouplingMask.FIRST_HALF, new Affine(), conv(2 * c))),
        PICTURE_SPLINE(0, c -> new Coupling(CouplingMask.CHECKERBOARD_EVEN, SPLINE, conv(14 * c))),
        MASKED(4, c -> new Autoregressive(new Affine(), MaskedMlp.of(4, 2, 16))),
        MASKED_SPLINE(4, c -> new Autoregressive(SPLINE, MaskedMlp.of(4, 14, 16))),
        INVERTED(4, c -> new Inverted(new Autoregressive(new Affine(), MaskedMlp.of(4, 2, 16)))),
        ACT_NORM(4, c -> new ActNorm()),
        PICTURE_ACT_NORM(0, c -> new ActNorm()),
        INVERTIBLE_CONV(0, c -> new InvertibleConv()),
        DIAGONAL(0, c -> new DiagonalScale()),
        REVERSE(4, c -> new Reverse()),
        SQUEEZE(0, c -> new Squeeze()),
        LOGIT(0, c -> new Inverted(new Logit())),
        MULTI_SCALE(
                0,
                c ->
                        new FlowSequence()
                                .add(new Squeeze())
                                .add(new ActNorm())
                                .add(new InvertibleConv())
                                .add(
                                        new FactorOut(
                                                new Coupling(
                                                        CouplingMask.FIRST_HALF,
                                                        new Affine(),
                                                        conv(4 * c)))));

        private final int features;
        private final LongFunction<Flow> flow;

        Case(int features, LongFunction<Flow> flow) {
            this.features = features;
            this.flow = flow;
        }

        Shape shape(int n) {
            return features == 0 ? new Shape(n, 2, 4, 4) : new Shape(n, features);
        }

        FlowRun run(Shape... more) {
            Shape x = shape(1);
            Shape[] inputs = Arrays.copyOf(new Shape[] {x}, 1 + more.length);
            System.arraycopy(more, 0, inputs, 1, more.length);
            return new FlowRun(flow.apply(x.get(1)), inputs).stirred();
        }
    }

    private static Block mlp(long units) {
        return new Sequence()
                .add(Layers.linear(8, true))
                .add(Layers.reluInPlace())
                .add(Layers.linear(units, true));
    }

    private static Block bounded(long features) {
        return new Sequence().add(mlp(2 * features)).add(new LogScale());
    }

    private static Block conv(long channels) {
        return Layers.conv(Math.toIntExact(channels), 3, 1, 1, true);
    }

    @ParameterizedTest
    @EnumSource
    void theInverseLeadsBackAndTheDeterminantsCancel(Case example) {
        try (FlowRun run = example.run();
                Autograd off = Autograd.off()) {
            NDArray x = run.normal(1.5, example.shape(5).getShape());
            Mapped there = run.forward(false, x);
            Mapped back = run.inverse(there.value());
            assertThat(largest(back.value().sub(x))).isBetween(0.0, 1e-4);
            NDArray sum = there.logDeterminant().add(back.logDeterminant());
            assertThat(largest(sum)).isBetween(0.0, 1e-3);
            Shape[] declared = run.flow.getOutputShapes(new Shape[] {x.getShape()});
            assertThat(there.value().getShape()).isEqualTo(declared[0]);
            assertThat(there.logDeterminant().getShape()).isEqualTo(declared[1]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDeterminantIsThatOfTheJacobian(Case example) {
        try (FlowRun run = example.run()) {
            NDArray x = run.normal(1, example.shape(1).getShape());
            double said = run.forward(false, x).logDeterminant().getFloat();
            double derived = FlowRun.logDeterminant(run.jacobian(x));
            assertThat(said).isCloseTo(derived, within(1e-3));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyTrainedParameterGetsAGradientOfTheLikelihood(Case example) {
        try (FlowRun run = example.run();
                Autograd on = Autograd.on()) {
            Mapped mapped = run.forward(true, run.normal(1, example.shape(6).getShape()));
            NDArray likelihood = Prior.NORMAL.logDensity(mapped.value());
            Parameter[] trained =
                    StateDict.parameters(run.flow).values().stream()
                            .filter(Parameter::requiresGradient)
                            .toArray(Parameter[]::new);
            if (trained.length > 0) {
                NDList arrays = new NDList();
                Arrays.stream(trained).forEach(p -> arrays.add(p.getArray()));
                NDArray loss = likelihood.add(mapped.logDeterminant()).mean();
                for (NDArray gradient : Autograd.gradients(loss, arrays)) {
                    assertThat(largest(gradient)).isBetween(1e-8, 1e6);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "AFFINE",
                "SPLINE_COUPLING",
                "CHECKERBOARD",
                "MASKED",
                "INVERTED",
                "MULTI_SCALE"
            })
    void aConditionReachesTheCodesAndTheLawStillHolds(Case example) {
        try (FlowRun run = example.run(new Shape(1, 3));
                Autograd off = Autograd.off()) {
            NDArray x = run.normal(1, example.shape(5).getShape());
            NDArray condition = run.normal(1, 5, 3);
            Mapped there = run.forward(false, x, condition);
            assertThat(largest(run.inverse(there.value(), condition).value().sub(x)))
                    .isBetween(0.0, 1e-4);
            NDArray other = condition.add(1);
            assertThat(largest(run.forward(false, x, other).value().sub(there.value())))
                    .isBetween(1e-3, 1e3);
        }
    }

    private static double largest(NDArray array) {
        double largest = 0;
        for (float value : array.toFloatArray()) {
            largest = Math.max(largest, Math.abs(value)); // NaN stays NaN
        }
        return largest;
    }
}
