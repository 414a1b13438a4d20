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
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.generative.flow.Flow.Mapped;

/** What every flow must do: lead back, and know its determinant. */
class FlowLawTest {

    private static final Elementwise SPLINE = new RationalQuadraticSpline(5, 3);

    /** All flows, for vectors of four features or pictures of 2 x 4 x 4. */
    static Stream<Case> all() {
        return Stream.of(
                new Case(
                        "additive", 4, c -> new Coupling(CouplingMask.ODD, new Additive(), mlp(c))),
                new Case(
                        "affine",
                        4,
                        c -> new Coupling(CouplingMask.FIRST_HALF, new Affine(), mlp(2 * c))),
                new Case(
                        "bounded",
                        4,
                        c -> new Coupling(CouplingMask.EVEN, new Affine(), bounded(c))),
                new Case(
                        "spline coupling",
                        4,
                        c -> new Coupling(CouplingMask.SECOND_HALF, SPLINE, mlp(14 * c))),
                new Case(
                        "checkerboard",
                        0,
                        c ->
                                new Coupling(
                                        CouplingMask.CHECKERBOARD_ODD, new Affine(), conv(2 * c))),
                new Case(
                        "channels",
                        0,
                        c -> new Coupling(CouplingMask.FIRST_HALF, new Affine(), conv(2 * c))),
                new Case(
                        "picture spline",
                        0,
                        c -> new Coupling(CouplingMask.CHECKERBOARD_EVEN, SPLINE, conv(14 * c))),
                new Case(
                        "masked", 4, c -> new Autoregressive(new Affine(), MaskedMlp.of(4, 2, 16))),
                new Case(
                        "masked spline",
                        4,
                        c -> new Autoregressive(SPLINE, MaskedMlp.of(4, 14, 16))),
                new Case(
                        "inverted",
                        4,
                        c ->
                                new Inverted(
                                        new Autoregressive(new Affine(), MaskedMlp.of(4, 2, 16)))),
                new Case("act norm", 4, c -> new ActNorm()),
                new Case("picture act norm", 0, c -> new ActNorm()),
                new Case("invertible conv", 0, c -> new InvertibleConv()),
                new Case("diagonal", 0, c -> new DiagonalScale()),
                new Case("reverse", 4, c -> new Reverse()),
                new Case("squeeze", 0, c -> new Squeeze()),
                new Case("logit", 0, c -> new Inverted(new Logit())),
                new Case("multi scale", 0, c -> multiScale(4 * c)));
    }

    /** Those with networks, which see a condition. */
    static Stream<Case> withNetworks() {
        return all().filter(
                        example -> {
                            Flow flow = example.flow.apply(4);
                            return !StateDict.children(flow).isEmpty()
                                    && !StateDict.parameters(flow).isEmpty();
                        });
    }

    private record Case(String name, int features, LongFunction<Flow> flow) {

        Shape shape(int n) {
            return features == 0 ? new Shape(n, 2, 4, 4) : new Shape(n, features);
        }

        FlowRun run(Shape... more) {
            Shape x = shape(1);
            Shape[] inputs = Arrays.copyOf(new Shape[] {x}, 1 + more.length);
            System.arraycopy(more, 0, inputs, 1, more.length);
            return new FlowRun(flow.apply(x.get(1)), inputs).stirred();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Flow multiScale(long channels) {
        Flow last = new Coupling(CouplingMask.FIRST_HALF, new Affine(), conv(channels));
        return new FlowSequence()
                .add(new Squeeze())
                .add(new ActNorm())
                .add(new InvertibleConv())
                .add(new FactorOut(last));
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
    @MethodSource("all")
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
    @MethodSource("all")
    void theDeterminantIsThatOfTheJacobian(Case example) {
        try (FlowRun run = example.run()) {
            NDArray x = run.normal(1, example.shape(1).getShape());
            double said = run.forward(false, x).logDeterminant().getFloat();
            double derived = FlowRun.logDeterminant(run.jacobian(x));
            assertThat(said).isCloseTo(derived, within(1e-3));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
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
    @MethodSource("withNetworks")
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
