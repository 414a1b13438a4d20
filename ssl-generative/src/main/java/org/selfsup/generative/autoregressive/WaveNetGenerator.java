package org.selfsup.generative.autoregressive;

import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.selfsup.encoder.StateDict;

/**
 * Runs a WaveNet one step after another, each layer keeping what it saw as long as its dilation: a
 * step costs the same at any time, whatever lies before it.
 *
 * <p>In plain Java, as the products of a single step are too small for calls of an engine. Values
 * of parameters are those when it was made.
 *
 * <p>Le Paine et al. 2016, <a href="https://arxiv.org/abs/1611.09482">Fast Wavenet Generation
 * Algorithm</a>.
 */
final class WaveNetGenerator {

    private final int width;
    private final int skips;
    private final float[] table; // of a code: what it gives one step later, and two
    private final List<Layer> layers = new ArrayList<>();
    private final Matrix head1;
    private final Matrix head2;

    private float[] condition = new float[0];
    private int time;
    private int former = -1;

    /** A 1 x 1 convolution, or one tap of a larger one. */
    private static final class Matrix {

        private final float[] columns; // of an input, the weights of all outputs
        private final float[] bias;

        /** A tap of a weight (out, in, taps). */
        Matrix(float[] weight, float[] bias, int outputs, int taps, int tap) {
            this.bias = bias;
            int inputs = weight.length / outputs / taps;
            columns = new float[inputs * outputs];
            for (int out = 0; out < outputs; out++) {
                for (int in = 0; in < inputs; in++) {
                    columns[in * outputs + out] = weight[(out * inputs + in) * taps + tap];
                }
            }
        }

        /** Adds W x to y; x starts at an offset and goes on in steps. */
        void addTo(float[] y, float[] x, int offset, int step) {
            int outputs = y.length;
            for (int in = 0; in < columns.length / outputs; in++) {
                float value = x[offset + in * step];
                int start = in * outputs;
                for (int out = 0; out < outputs; out++) {
                    y[out] += columns[start + out] * value;
                }
            }
        }

        /** W x + b. */
        float[] apply(float[] x) {
            float[] y = bias.clone();
            addTo(y, x, 0, 1);
            return y;
        }
    }

    private final class Layer {

        private final float[][] queue; // of the last steps, as many as the dilation
        private final Matrix past;
        private final Matrix present;
        private final Matrix skip;
        private final @Nullable Matrix residual;
        private final @Nullable Matrix conditional;

        Layer(Map<String, Parameter> parameters, String name, int dilation) {
            queue = new float[dilation][width];
            float[] dilated = values(parameters, name + ".dilated.weight");
            float[] bias = values(parameters, name + ".dilated.bias");
            past = new Matrix(dilated, bias, 2 * width, 2, 0);
            present = new Matrix(dilated, bias, 2 * width, 2, 1);
            skip = matrix(parameters, name + ".skip", skips);
            residual =
                    parameters.containsKey(name + ".residual.weight")
                            ? matrix(parameters, name + ".residual", width)
                            : null;
            conditional =
                    parameters.containsKey(name + ".condition.weight")
                            ? new Matrix(
                                    values(parameters, name + ".condition.weight"),
                                    new float[0],
                                    2 * width,
                                    1,
                                    0)
                            : null;
        }

        /** Adds the skip to its sum and changes x to what the next layer sees. */
        void step(float[] x, float[] sum) {
            float[] kept = queue[time % queue.length];
            float[] y = present.apply(x);
            past.addTo(y, kept, 0, 1);
            if (conditional != null && condition.length > 0) {
                int features = conditional.columns.length / (2 * width);
                int steps = condition.length / features;
                conditional.addTo(y, condition, steps == 1 ? 0 : time, steps);
            }
            System.arraycopy(x, 0, kept, 0, width);
            float[] z = new float[width];
            for (int i = 0; i < width; i++) {
                z[i] = (float) (Math.tanh(y[i]) / (1 + Math.exp(-y[width + i])));
            }
            float[] skipped = skip.apply(z);
            for (int i = 0; i < skips; i++) {
                sum[i] += skipped[i];
            }
            if (residual != null) {
                float[] added = residual.apply(z);
                for (int i = 0; i < width; i++) {
                    x[i] += added[i];
                }
            }
        }
    }

    /** Takes the weights. */
    WaveNetGenerator(WaveNet net) {
        width = net.config().width();
        skips = net.config().skips();
        Map<String, Parameter> parameters = StateDict.parameters(net.networks());
        table = values(parameters, "history.table.weight");
        for (int i = 0; i < net.config().stacks() * net.config().layers(); i++) {
            layers.add(new Layer(parameters, "layers.layer" + i, net.config().dilation(i)));
        }
        head1 = matrix(parameters, "head.conv1", skips);
        head2 = matrix(parameters, "head.conv2", table.length / (2 * width));
    }

    private static float[] values(Map<String, Parameter> parameters, String name) {
        return Objects.requireNonNull(parameters.get(name), name).getArray().toFloatArray();
    }

    private static Matrix matrix(Map<String, Parameter> parameters, String name, int outputs) {
        return new Matrix(
                values(parameters, name + ".weight"),
                values(parameters, name + ".bias"),
                outputs,
                1,
                0);
    }

    /**
     * Starts a recording.
     *
     * @param condition its features k, or (k, t) for every step; empty for none
     */
    void start(float[] condition) {
        this.condition = condition;
        time = 0;
        former = -1;
        for (Layer layer : layers) {
            for (float[] step : layer.queue) {
                Arrays.fill(step, 0);
            }
        }
    }

    /**
     * The logits of the next step's code.
     *
     * @param last the code of the step before it, -1 in the first step
     */
    float[] next(int last) {
        float[] x = new float[width];
        for (int i = 0; i < width; i++) {
            x[i] =
                    (last < 0 ? 0 : table[2 * width * last + i])
                            + (former < 0 ? 0 : table[2 * width * former + width + i]);
        }
        former = last;
        float[] sum = new float[skips];
        for (Layer layer : layers) {
            layer.step(x, sum);
        }
        time++;
        return head2.apply(relu(head1.apply(relu(sum))));
    }

    private static float[] relu(float[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.max(x[i], 0);
        }
        return x;
    }

    /** The code at which the distribution function passes a number drawn from [0, 1). */
    static int draw(float[] logits, double uniform) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double[] cdf = new double[logits.length];
        double total = 0;
        for (int i = 0; i < logits.length; i++) {
            total += Math.exp(logits[i] - largest);
            cdf[i] = total;
        }
        int code = 0;
        while (code < cdf.length - 1 && cdf[code] <= uniform * total) {
            code++;
        }
        return code;
    }
}
