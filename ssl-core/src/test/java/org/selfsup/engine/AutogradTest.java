package org.selfsup.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AutogradTest {

    private final NDManager manager = LibTorch.newManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void modesNestAndAreRestored() {
        NDArray x = leaf();
        try (Autograd on = Autograd.on()) {
            try (Autograd off = Autograd.off()) {
                assertThatThrownBy(() -> Autograd.backward(x.sum()))
                        .hasMessageContaining("does not require grad");
            }
            Autograd.backward(x.mul(3).sum());
        }
        assertThat(x.getGradient().toFloatArray()).containsOnly(3);
    }

    @Test
    void gradientsAreThoseOfTheLossAndNothingElseIsTouched() {
        NDArray x = leaf();
        NDArray unused = leaf();
        try (Autograd on = Autograd.on()) {
            NDList first = Autograd.gradients(x.mul(3).sum(), new NDList(x, unused));
            NDList second = Autograd.gradients(x.mul(4).sum(), new NDList(x, unused));
            assertThat(first.get(0).toFloatArray()).containsOnly(3);
            assertThat(second.get(0).toFloatArray()).containsOnly(4);
            assertThat(second.get(1).toFloatArray()).containsOnly(0);
        }
    }

    @Test
    void oneArrayJoinedWithNoneKeepsItsGradient() {
        NDArray x = leaf();
        try (Autograd on = Autograd.on()) {
            NDArray joined = Autograd.concat(new NDList(x.square()), 0);
            NDArray three = Autograd.concat(new NDList(joined, joined, joined), 0);
            NDList dx = Autograd.gradients(three.sum(), new NDList(x));
            assertThat(dx.head().toFloatArray()).containsOnly(6);
        }
    }

    @Test
    void aGraphThatIsKeptCanBeUsedAgain() {
        NDArray x = leaf();
        try (Autograd on = Autograd.on()) {
            NDArray y = x.square();
            NDArray dy = manager.create(new float[] {1, 10});
            for (int i = 0; i < 2; i++) {
                NDList dx =
                        Autograd.gradientsKeepingGraph(
                                new NDList(y), new NDList(dy), new NDList(x));
                assertThat(dx.head().toFloatArray()).containsExactly(2, 20);
            }
            Autograd.gradients(new NDList(y), new NDList(dy), new NDList(x));
            assertThatThrownBy(
                            () -> Autograd.gradients(new NDList(y), new NDList(dy), new NDList(x)))
                    .hasMessageContaining("second time");
        }
    }

    @Test
    void everyThreadMayTrain() {
        try (Autograd on = Autograd.on()) {
            NDArray there =
                    CompletableFuture.supplyAsync(
                                    () -> {
                                        NDArray x = leaf();
                                        try (Autograd also = Autograd.on()) {
                                            Autograd.backward(x.mul(3).sum());
                                        }
                                        return x;
                                    })
                            .join();
            assertThat(there.getGradient().toFloatArray()).containsOnly(3);
        }
    }

    @Test
    void onlyScalarsHaveAGradient() {
        NDArray x = leaf();
        try (Autograd on = Autograd.on()) {
            assertThatThrownBy(() -> Autograd.backward(x.mul(2)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("(2)");
        }
    }

    @Test
    void modeOfAnotherThreadCannotBeClosed() {
        try (Autograd on = Autograd.on()) {
            assertThatThrownBy(() -> CompletableFuture.runAsync(on::close).join())
                    .hasMessageContaining("belongs to thread");
        }
    }

    private NDArray leaf() {
        NDArray x = manager.ones(new Shape(2));
        x.setRequiresGradient(true);
        return x;
    }
}
