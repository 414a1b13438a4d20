package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.selfsup.engine.Autograd;

class SequenceTest {

    @Test
    void intermediatesAreClosedAndInputAndResultAreNot() {
        List<NDArray> seen = new ArrayList<>();
        Sequence sequence = new Sequence().add(plusOne(seen)).add(plusOne(seen)).add(plusOne(seen));
        try (Forward run = new Forward(sequence, 2, 3)) {
            NDArray x = run.input(2, 3);
            NDArray y = run.eval(x);
            assertThat(y.sub(x).mean().getFloat()).isCloseTo(3, within(1e-5f));
            assertThat(x.isReleased()).isFalse();
            assertThat(seen.get(0).isReleased()).isTrue();
            assertThat(seen.get(1).isReleased()).isTrue();
            assertThat(seen.get(2)).isSameAs(y);
        }
    }

    @Test
    void arraysPassedThroughStayOpen() {
        Block identity = Blocks.identityBlock();
        Block pair = new LambdaBlock(in -> new NDList(in.head(), in.head().add(1)), "pair");
        Block add = new LambdaBlock(in -> new NDList(in.get(0).add(in.get(1)), in.get(0)), "add");
        Sequence sequence = new Sequence().add(identity).add(identity).add(pair).add(add);
        try (Forward run = new Forward(sequence, 2, 3)) {
            NDArray x = run.input(2, 3);
            NDList out = sequence.forward(run.store, new NDList(x), false);
            float[] difference = out.get(0).sub(x.mul(2)).toFloatArray();
            for (float d : difference) {
                assertThat(d).isCloseTo(1, within(1e-6f));
            }
            assertThat(out.get(1)).isSameAs(x);
        }
    }

    @Test
    void emptySequenceIsTheIdentity() {
        try (Forward run = new Forward(new Sequence(), 2, 3)) {
            NDArray x = run.input(2, 3);
            assertThat(run.eval(x)).isSameAs(x);
            assertThat(run.block.getOutputShapes(new Shape[] {new Shape(2, 3)}))
                    .containsExactly(new Shape(2, 3));
        }
    }

    @Test
    void gradientsAreThoseOfAPlainSequence() {
        Sequence closing = new Sequence();
        SequentialBlock plain = new SequentialBlock();
        for (Block block : ConvNet.of(4, 8).getChildren().values()) {
            closing.add(block);
        }
        for (Block block : ConvNet.of(4, 8).getChildren().values()) {
            plain.add(block);
        }
        try (Forward left = new Forward(closing, 2, 3, 8, 8);
                Forward right = new Forward(plain, 2, 3, 8, 8)) {
            Map<String, Parameter> parameters = StateDict.parameters(closing);
            assertThat(parameters.keySet()).isEqualTo(StateDict.parameters(plain).keySet());
            step(left);
            step(right);
            List<Parameter> twins = List.copyOf(StateDict.parameters(plain).values());
            int i = 0;
            for (Parameter parameter : parameters.values()) {
                Parameter twin = twins.get(i++);
                if (parameter.requiresGradient()) {
                    assertThat(left.gradient(parameter)).isEqualTo(right.gradient(twin));
                }
            }
        }
    }

    @Test
    void namesAreCheckedAndGiven() {
        Sequence sequence = new Sequence().add("a", new BatchNorm()).add(new BatchNorm());
        assertThat(StateDict.children(sequence).keySet()).containsExactly("a", "1");
        for (String name : List.of("", "a.b", "a", "1")) {
            assertThatThrownBy(() -> sequence.add(name, new BatchNorm()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"" + name + "\"");
        }
    }

    private static void step(Forward run) {
        try (Autograd recording = Autograd.on()) {
            Autograd.backward(run.train(run.input(2, 3, 8, 8)).square().sum());
        }
    }

    private static Block plusOne(List<NDArray> seen) {
        return Layers.elementwise(
                x -> {
                    NDArray y = x.add(1);
                    seen.add(y);
                    return y;
                });
    }
}
