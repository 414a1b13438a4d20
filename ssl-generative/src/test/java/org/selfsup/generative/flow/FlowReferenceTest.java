package org.selfsup.generative.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.generative.flow.Flow.Mapped;
import org.selfsup.testing.GoldenCase;

/** Flows agree with normflows and with chrischute/real-nvp, golden group generative. */
class FlowReferenceTest {

    @ParameterizedTest
    @ValueSource(strings = {"affine_coupling.a", "affine_coupling.b_single"})
    void affineCouplings(String name) {
        try (GoldenCase golden = new GoldenCase(Affine.class, "generative", name)) {
            checkCoupling(golden, new Affine(), "s", "t");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"additive_coupling.a", "additive_coupling.b_single"})
    void additiveCouplings(String name) {
        try (GoldenCase golden = new GoldenCase(Additive.class, "generative", name)) {
            checkCoupling(golden, new Additive(), "t");
        }
    }

    /** The coupling's two halves are z1, which stays, and z2, whichever is the longer one. */
    private static void checkCoupling(GoldenCase golden, Elementwise function, String... names) {
        NDArray z1 = golden.get("z1");
        NDArray z2 = golden.get("z2");
        boolean first = z1.getShape().get(1) <= z2.getShape().get(1);
        Coupling coupling =
                new Coupling(
                        first ? CouplingMask.FIRST_HALF : CouplingMask.SECOND_HALF,
                        function,
                        new LambdaBlock(
                                u -> {
                                    NDList each = new NDList();
                                    for (String name : names) {
                                        NDArray of2 = linear(golden, z1, name);
                                        NDArray of1 = z1.zerosLike();
                                        each.add(first ? of1.concat(of2, 1) : of2.concat(of1, 1));
                                    }
                                    return new NDList(Autograd.concat(each, 1));
                                }));
        NDArray x = first ? z1.concat(z2, 1) : z2.concat(z1, 1);
        String columns = first ? z1.getShape().get(1) + ":" : ":" + z2.getShape().get(1);
        try (FlowRun run = new FlowRun(coupling, x.getShape())) {
            Mapped there = run.forward(true, x);
            NDArray y2 = there.value().get(":, " + columns);
            golden.check("y2", y2);
            golden.check("log_det", there.logDeterminant());
            Mapped back = run.inverse(there.value());
            golden.check("inverse_z2", back.value().get(":, " + columns));
            golden.check("inverse_log_det", back.logDeterminant());
            golden.checkGradients(weighed(golden, y2, there.logDeterminant()), "grad_");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"masked_affine.a", "masked_affine.b_single"})
    void maskedCouplings(String name) {
        try (GoldenCase golden = new GoldenCase(Coupling.class, "generative", name)) {
            UnaryOperator<NDArray> network =
                    u -> linear(golden, u, "s").tanh().concat(linear(golden, u, "t"), 1);
            NDArray z = golden.get("z");
            Coupling coupling =
                    new Coupling(
                            CouplingMask.EVEN,
                            new Affine(),
                            new LambdaBlock(u -> new NDList(network.apply(u.head()))));
            try (FlowRun run = new FlowRun(coupling, z.getShape())) {
                Mapped there = run.forward(true, z);
                golden.check("y", there.value());
                golden.check("log_det", there.logDeterminant());
                Mapped back = run.inverse(there.value());
                golden.check("inverse_z", back.value());
                golden.check("inverse_log_det", back.logDeterminant());
                NDArray loss = weighed(golden, there.value(), there.logDeterminant());
                golden.checkGradients(loss, "grad_");
            }
        }
    }

    private static NDArray linear(GoldenCase golden, NDArray u, String name) {
        return u.matMul(golden.get("W" + name).transpose()).add(golden.get("b" + name));
    }

    private static NDArray weighed(GoldenCase golden, NDArray y, NDArray logDeterminant) {
        return y.mul(golden.get("cotangent"))
                .sum()
                .add(logDeterminant.mul(golden.get("cotangent_log_det")).sum());
    }

    @ParameterizedTest
    @ValueSource(strings = {"actnorm.a", "actnorm.b_vector"})
    void actNorms(String name) {
        try (GoldenCase golden = new GoldenCase(ActNorm.class, "generative", name)) {
            NDArray first = golden.get("first");
            try (FlowRun run = new FlowRun(new ActNorm(), first.getShape())) {
                run.forward(true, first);
                golden.check("s_biased", array(run, "s"));
                golden.check("t_biased", array(run, "t"));
                String how = "normflows starts from the unbiased variance; its values set here";
                GoldenCase unbiased = golden.differing(how);
                array(run, "s").set(golden.floats("s"));
                array(run, "t").set(golden.floats("t"));
                unbiased.check("y_first", run.forward(true, first).value());
                Mapped second = run.forward(true, golden.get("second"));
                unbiased.check("y_second", second.value());
                unbiased.check("log_det", second.logDeterminant().get(0));
            }
        }
    }

    private static NDArray array(FlowRun run, String name) {
        return parameter(run, name).getArray();
    }

    private static Parameter parameter(FlowRun run, String name) {
        return StateDict.parameters(run.flow).get(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"invertible_1x1.a", "invertible_1x1.b"})
    void invertibleConvolutions(String name) {
        try (GoldenCase golden = new GoldenCase(InvertibleConv.class, "generative", name)) {
            NDArray x = golden.get("x");
            NDArray s = golden.get("sign_s").mul(golden.get("log_s").exp());
            NDArray w =
                    golden.get("P").matMul(lower(golden)).matMul(upper(golden).add(diagonal(s)));
            golden.check("W", w);
            try (FlowRun run = new FlowRun(new InvertibleConv(), x.getShape())) {
                Parameter weight = parameter(run, "weight");
                weight.close();
                weight.setShape(null);
                weight.setArray(w);
                Mapped there = run.forward(true, x);
                golden.check("y", there.value());
                golden.check("log_det", there.logDeterminant().get(0));
                golden.check("back", run.inverse(there.value()).value());
                NDArray half = there.logDeterminant().get(0).div(there.value().onesLike().sum());
                golden.checkGradients(
                        there.value().mul(golden.get("cotangent")).add(half.mul(0.5f)).sum(),
                        "grad_");
            }
        }
    }

    /** L: ones on the diagonal, nothing above. */
    private static NDArray lower(GoldenCase golden) {
        NDArray l = golden.get("L");
        NDArray eye = golden.manager().eye(Math.toIntExact(l.getShape().get(0)));
        return l.mul(triangle(l, false)).add(eye);
    }

    private static NDArray upper(GoldenCase golden) {
        NDArray u = golden.get("U");
        return u.mul(triangle(u, true));
    }

    /** Ones strictly above or below the diagonal. */
    private static NDArray triangle(NDArray like, boolean above) {
        NDArray number = like.getManager().arange((float) like.getShape().get(0));
        NDArray row = number.expandDims(1);
        NDArray column = number.expandDims(0);
        return (above ? column.gt(row) : row.gt(column)).toType(DataType.FLOAT32, false);
    }

    private static NDArray diagonal(NDArray s) {
        return s.getManager().eye(Math.toIntExact(s.size())).mul(s.expandDims(0));
    }

    @Test
    void splines() {
        String name = "rational_quadratic_spline.linear_tails";
        try (GoldenCase golden =
                new GoldenCase(RationalQuadraticSpline.class, "generative", name)) {
            NDArray x = golden.get("x"); // (n, c), parameters (n, c, k)
            NDArray parameters =
                    golden.get("w")
                            .concat(golden.get("h"), 2)
                            .concat(golden.get("d"), 2)
                            .transpose(0, 2, 1)
                            .reshape(x.getShape().get(0), -1);
            RationalQuadraticSpline spline = new RationalQuadraticSpline(4, 3);
            Elementwise.Result there = spline.forward(x, parameters);
            golden.check("y", there.value());
            golden.check("log_det", there.logDerivative());
            Elementwise.Result back = spline.inverse(there.value(), parameters);
            golden.check("inverse_x", back.value());
            golden.check("inverse_log_det", back.logDerivative());
            NDArray loss = weighed(golden, there.value(), there.logDerivative());
            golden.checkGradients(loss, "grad_");
        }
    }

    @Test
    void squeezing() {
        try (GoldenCase golden = new GoldenCase(Squeeze.class, "generative", "squeeze");
                FlowRun run = new FlowRun(new Squeeze(), new Shape(1, 2, 4, 6))) {
            NDArray x = golden.longs("x").toType(DataType.FLOAT32, false);
            NDArray y = run.forward(false, x).value();
            golden.checkLongs("y", y.toType(DataType.INT64, false));
        }
    }

    @Test
    void checkerboards() {
        try (GoldenCase golden =
                new GoldenCase(CouplingMask.class, "generative", "checkerboard_mask")) {
            NDArray x = golden.manager().zeros(new Shape(1, 1, 4, 5));
            golden.checkLongs("mask", places(CouplingMask.CHECKERBOARD_ODD, x));
            golden.checkLongs("mask_reversed", places(CouplingMask.CHECKERBOARD_EVEN, x));
        }
    }

    private static NDArray places(CouplingMask mask, NDArray x) {
        return mask.over(x).toType(DataType.INT64, false).reshape(4, 5);
    }
}
