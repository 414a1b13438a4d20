package org.selfsup.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TorchScriptTest {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def square(self, x: Tensor) -> Tensor:
                      return torch.mul(x, x)
                    def split(self, x: Tensor) -> Tuple[Tensor, Tensor]:
                      return (torch.sin(x), torch.cos(x))
                    def stack(self, x: List[Tensor], y: List[Tensor]) -> Tensor:
                      return torch.sub(torch.sum(torch.stack(x)), torch.sum(torch.stack(y)))
                    """);

    private final NDManager manager = LibTorch.newManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void gradientsFlowThroughAFunction() {
        NDArray x = manager.create(new float[] {1, 2, 3});
        x.setRequiresGradient(true);
        try (Autograd recording = Autograd.on()) {
            Autograd.backward(OPS.apply("square", x).sum());
        }
        assertThat(x.getGradient().toFloatArray()).containsExactly(2, 4, 6);
    }

    @Test
    void severalResultsAndListsOfArraysPass() {
        NDArray x = manager.zeros(new Shape(2));
        NDList pair = OPS.call("split", x);
        assertThat(pair.get(0).toFloatArray()).containsOnly(0);
        assertThat(pair.get(1).toFloatArray()).containsOnly(1);
        NDArray one = manager.ones(new Shape(2));
        try (NDArray sum =
                OPS.callLists("stack", new NDList(one, one, one), new NDList(one)).head()) {
            assertThat(sum.getFloat()).isEqualTo(4);
        }
    }

    @Test
    void namesOfArraysAreKeptAndDoNotMatter() {
        NDArray x = manager.ones(new Shape(2));
        x.setName("layer1.0[]");
        assertThat(OPS.apply("square", x).toFloatArray()).containsOnly(1);
        assertThat(x.getName()).isEqualTo("layer1.0[]");
    }

    @Test
    void callsLeaveOnlyTheirResult() {
        NDArray x = manager.ones(new Shape(2));
        for (int i = 0; i < 3; i++) {
            OPS.apply("square", x).close();
            OPS.callLists("stack", new NDList(x), new NDList(x)).close();
        }
        assertThat(manager.getManagedArrays()).hasSize(1);
    }

    @Test
    void manyThreadsMayCallAtOnce() {
        double[] sums =
                IntStream.range(0, 16)
                        .parallel()
                        .mapToDouble(
                                i -> {
                                    try (NDManager own = LibTorch.newManager(Device.cpu())) {
                                        NDArray x = own.full(new Shape(100), (float) i);
                                        for (int k = 0; k < 20; k++) {
                                            OPS.apply("square", x);
                                        }
                                        return OPS.apply("square", x).mean().getFloat();
                                    }
                                })
                        .toArray();
        assertThat(sums).containsExactly(IntStream.range(0, 16).mapToDouble(i -> i * i).toArray());
    }

    @Test
    void functionsThatDoNotCompileAreRefused() {
        TorchScript wrong =
                new TorchScript(
                        """
                        def f(self, x: Tensor) -> Tensor:
                          return torch.no_such_operator(x)
                        """);
        NDArray x = manager.ones(new Shape(2));
        assertThatThrownBy(() -> wrong.apply("f", x))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no_such_operator");
    }
}
