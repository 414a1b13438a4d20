package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.TorchScript;

/**
 * GRU and LSTM, one or more layers, forwards or both ways, with PyTorch's equations, names and
 * first values.
 *
 * <p>Takes (n, t, d), and optionally the state to start from in place of zeros. Gives the outputs
 * of the last layer, (n, t, directions hidden), then the state after the last step that each layer
 * and direction saw, (layers directions, n, hidden), and for an LSTM its cell likewise. States go
 * in as they come out, so a sequence can be read in pieces. In a {@link Sequence} follow it with
 * {@link Layers1d#first}.
 *
 * <p>Parameters are {@code weight_ih_l0}, {@code weight_hh_l0}, {@code bias_ih_l0}, {@code
 * bias_hh_l0}, the same with {@code _reverse}, then those of {@code l1}; their rows are the gates r
 * z n of a GRU and i f g o of an LSTM. DJL's own blocks keep other names and cannot go both ways
 * with a bias.
 *
 * <p>Cho et al. 2014, <a href="https://arxiv.org/abs/1406.1078">Learning phrase representations
 * using RNN encoder-decoder</a>, with the reset gate after the product as in cuDNN; Hochreiter and
 * Schmidhuber 1997, "Long short-term memory", with the forget gate of Gers et al. 2000.
 */
public final class Recurrent extends AbstractBlock {

    private static final TorchScript OPS =
            new TorchScript(
                    function("gru", "h", false)
                            + function("gru", "h", true)
                            + function("lstm", "h c", false)
                            + function("lstm", "h c", true));

    private final Cell cell;
    private final long hidden;
    private final int layers;
    private final int directions;
    private final float dropout;

    private enum Cell {
        GRU(3, 1),
        LSTM(4, 2);

        final int gates;
        final int states;

        Cell(int gates, int states) {
            this.gates = gates;
            this.states = states;
        }
    }

    private Recurrent(Cell cell, long hidden, int layers, boolean bidirectional, float dropout) {
        if (hidden < 1 || layers < 1) {
            throw new IllegalArgumentException(
                    "A recurrent network has at least one unit and one layer, got "
                            + hidden
                            + " and "
                            + layers);
        }
        this.cell = cell;
        this.hidden = hidden;
        this.layers = layers;
        this.dropout = Layers.requireDropout(dropout);
        directions = bidirectional ? 2 : 1;
        Distribution start = new Distribution.Uniform(1 / Math.sqrt((double) hidden));
        for (int layer = 0; layer < layers; layer++) {
            for (String way : List.of("", "_reverse").subList(0, directions)) {
                for (String name :
                        List.of("weight_ih_l", "weight_hh_l", "bias_ih_l", "bias_hh_l")) {
                    addParameter(
                            Parameter.builder()
                                    .setName(name + layer + way)
                                    .setType(
                                            name.startsWith("weight")
                                                    ? Parameter.Type.WEIGHT
                                                    : Parameter.Type.BIAS)
                                    .optInitializer(start)
                                    .build());
                }
            }
        }
    }

    /**
     * Gated recurrent units.
     *
     * <pre>{@code
     * r = s(W_ir x + b_ir + W_hr h + b_hr)      z = s(W_iz x + b_iz + W_hz h + b_hz)
     * n = tanh(W_in x + b_in + r (W_hn h + b_hn))      h' = (1 - z) n + z h
     * }</pre>
     *
     * @param hidden units, at least 1
     * @param layers one upon another, at least 1
     * @param bidirectional whether every layer also reads from the end
     */
    public static Recurrent gru(long hidden, int layers, boolean bidirectional) {
        return gru(hidden, layers, bidirectional, 0);
    }

    /**
     * Gated recurrent units with dropout between the layers, see {@link #gru(long, int, boolean)}.
     *
     * @param dropout share of each layer's outputs, the last one's not, that becomes 0 in training,
     *     from 0 and below 1
     */
    public static Recurrent gru(long hidden, int layers, boolean bidirectional, float dropout) {
        return new Recurrent(Cell.GRU, hidden, layers, bidirectional, dropout);
    }

    /**
     * Long short-term memory.
     *
     * <pre>{@code
     * i, f, o = s(W x + b + V h + d), each its own      g = tanh(W_g x + b_g + V_g h + d_g)
     * c' = f c + i g      h' = o tanh(c')
     * }</pre>
     *
     * @param hidden units, at least 1
     * @param layers one upon another, at least 1
     * @param bidirectional whether every layer also reads from the end
     */
    public static Recurrent lstm(long hidden, int layers, boolean bidirectional) {
        return lstm(hidden, layers, bidirectional, 0);
    }

    /**
     * Long short-term memory with dropout between the layers, see {@link #lstm(long, int,
     * boolean)}.
     *
     * @param dropout share of each layer's outputs, the last one's not, that becomes 0 in training,
     *     from 0 and below 1
     */
    public static Recurrent lstm(long hidden, int layers, boolean bidirectional, float dropout) {
        return new Recurrent(Cell.LSTM, hidden, layers, bidirectional, dropout);
    }

    /** One layer: steps, states, then four parameters a direction. */
    private static String function(String cell, String states, boolean bidirectional) {
        List<String> state = List.of(states.split(" "));
        List<String> weights =
                IntStream.range(0, bidirectional ? 8 : 4).mapToObj(i -> "w" + i).toList();
        String arguments =
                Stream.of(List.of("x"), state, weights)
                        .flatMap(List::stream)
                        .map(name -> name + ": Tensor")
                        .collect(Collectors.joining(", "));
        String results = "y, " + String.join(", ", state.stream().map(s -> s + "1").toList());
        return """
               def %s%d(self, %s) -> Tuple[%s]:
                 %s = torch.%s(x, %s, %s, True, 1, 0., True, %s, True)
                 return (%s)
               """
                .formatted(
                        cell,
                        bidirectional ? 2 : 1,
                        arguments,
                        "Tensor" + ", Tensor".repeat(state.size()),
                        results,
                        cell,
                        state.size() == 1 ? "h" : state,
                        weights,
                        bidirectional ? "True" : "False",
                        results);
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        Shape in = inputShapes[0];
        if (in.dimension() != 3) {
            throw new IllegalArgumentException(
                    "This recurrent network takes sequences (n, t, d), got " + in);
        }
        long rows = cell.gates * hidden;
        for (Parameter parameter : parameters.values()) {
            String name = parameter.getName();
            long columns =
                    name.startsWith("weight_hh")
                            ? hidden
                            : name.contains("_l0") ? in.get(2) : directions * hidden;
            parameter.setShape(
                    name.startsWith("bias") ? new Shape(rows) : new Shape(rows, columns));
        }
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = Layers.floats(inputs.head());
        check(inputs);
        String function = cell.name().toLowerCase(Locale.ROOT) + directions;
        List<NDArray> weights = new ArrayList<>();
        for (Parameter parameter : parameters.values()) {
            weights.add(parameterStore.getValue(parameter, x.getDevice(), training));
        }
        NDArray outputs = x;
        List<NDList> states = new ArrayList<>(); // of every layer
        for (int layer = 0; layer < layers; layer++) {
            NDList given = states(inputs, layer);
            NDList arguments = new NDList(outputs);
            arguments.addAll(given);
            int each = 4 * directions;
            arguments.addAll(weights.subList(layer * each, (layer + 1) * each));
            NDList results = OPS.call(function, arguments.toArray(new NDArray[0]));
            given.close();
            if (layer > 0) {
                outputs.close();
            }
            outputs = results.get(0);
            if (training && dropout > 0 && layer < layers - 1) {
                NDArray whole = outputs;
                outputs = Dropout.dropout(whole, dropout, true).singletonOrThrow();
                whole.close();
            }
            states.add(results.subNDList(1));
        }
        NDList results = new NDList(outputs);
        for (int s = 0; s < cell.states; s++) {
            results.add(joined(states, s));
        }
        return results;
    }

    /** The states one layer starts from. */
    private NDList states(NDList inputs, int layer) {
        NDArray x = inputs.head();
        NDList states = new NDList();
        for (int s = 1; s <= cell.states; s++) {
            states.add(
                    inputs.size() == 1
                            ? x.getManager()
                                    .zeros(new Shape(directions, x.getShape().get(0), hidden))
                            : inputs.get(s)
                                    .get("{}:{}", layer * directions, (layer + 1) * directions));
        }
        return states;
    }

    /** One state of all layers. */
    private static NDArray joined(List<NDList> layers, int state) {
        if (layers.size() == 1) {
            return layers.get(0).get(state);
        }
        NDList parts = new NDList();
        layers.forEach(layer -> parts.add(layer.get(state)));
        NDArray joined = NDArrays.concat(parts);
        parts.close();
        return joined;
    }

    private void check(NDList inputs) {
        Shape x = inputs.head().getShape();
        long features = Objects.requireNonNull(parameters.get("weight_ih_l0")).getShape().get(1);
        if (x.dimension() != 3 || x.get(1) < 1 || x.get(2) != features) {
            throw new IllegalArgumentException(
                    "This recurrent network takes sequences (n, t, "
                            + features
                            + ") of at least one step, got "
                            + x);
        }
        Shape state = new Shape((long) layers * directions, x.get(0), hidden);
        List<Shape> found = inputs.stream().skip(1).map(NDArray::getShape).toList();
        if (!found.isEmpty() && !found.equals(Collections.nCopies(cell.states, state))) {
            throw new IllegalArgumentException(
                    "This recurrent network starts from "
                            + cell.states
                            + (cell.states == 1 ? " state of shape " : " states of shape ")
                            + state
                            + " or none, got "
                            + found);
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape in = inputShapes[0];
        Shape[] shapes = new Shape[1 + cell.states];
        Arrays.fill(shapes, new Shape((long) layers * directions, in.get(0), hidden));
        shapes[0] = new Shape(in.get(0), in.get(1), directions * hidden);
        return shapes;
    }
}
