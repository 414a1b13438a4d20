package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;

/**
 * Graph attention, (n, d) to (n, heads * units), or to (n, units) where heads are averaged.
 *
 * <pre>{@code
 * a_ij = softmax over j of LeakyReLU( s . W x_j + t . W x_i )                  (eq. 3)
 * y_i  = sum_j a_ij W x_j + b,   the heads side by side                       (eq. 5, no sigma)
 *        or their mean, for a last layer                                      (eq. 6, no sigma)
 * }</pre>
 *
 * <p>The sums are over the nodes j with an edge to i, and over i itself, once whether or not it has
 * a self loop. Edge weights are not looked at. The slope of LeakyReLU is 0.2. Parameters are named
 * as in PyTorch Geometric: {@code lin.weight}, {@code att_src}, {@code att_dst}, {@code bias}.
 *
 * <p>In training the attention a_ij is dropped out, so that a node sees a random part of its
 * neighbours; what is left is scaled up. The paper's dropout of a layer's input is a block of its
 * own, {@link Layers#dropout}.
 *
 * <p>Velickovic et al. 2018, <a href="https://arxiv.org/abs/1710.10903">Graph Attention
 * Networks</a>.
 */
public final class GatLayer extends GraphLayer {

    /** Scores are shifted by the largest of each softmax; the shift has no gradient. */
    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def attend(self, z: Tensor, att_src: Tensor, att_dst: Tensor, source: Tensor, target: Tensor, offsets: Tensor, dropout: Tensor) -> Tensor:
                      heads = torch.size(att_src, 1)
                      units = torch.size(att_src, 2)
                      parts = torch.view(z, [-1, heads, units])
                      sent = torch.sum(torch.mul(parts, att_src), [-1])
                      taken = torch.sum(torch.mul(parts, att_dst), [-1])
                      from_ = torch.expand(torch.unsqueeze(source, 1), [-1, heads])
                      to_ = torch.expand(torch.unsqueeze(target, 1), [-1, heads])
                      own = torch.leaky_relu(torch.add(sent, taken), 0.2)
                      score = torch.leaky_relu(torch.add(torch.gather(sent, 0, from_), torch.gather(taken, 0, to_)), 0.2)
                      most = torch.scatter_reduce(torch.detach(own), 0, to_, torch.detach(score), "amax")
                      loop = torch.unsqueeze(torch.eq(source, target), 1)
                      share0 = torch.masked_fill(torch.exp(torch.sub(score, torch.gather(most, 0, to_))), loop, 0.)
                      own_share0 = torch.exp(torch.sub(own, most))
                      whole = torch.reciprocal(torch.scatter_add(own_share0, 0, to_, share0))
                      p = float(torch.item(dropout))
                      share = torch.dropout(share0, p, True)
                      own_share = torch.dropout(own_share0, p, True)
                      outputs = annotate(List[Tensor], [])
                      for h in range(heads):
                        x = torch.contiguous(torch.select(parts, 1, h))
                        w = torch.contiguous(torch.select(share, 1, h))
                        y, a, b, c = torch.embedding_bag(x, source, offsets, False, 0, False, w, True)
                        y0 = torch.addcmul(y, torch.unsqueeze(torch.select(own_share, 1, h), 1), x)
                        y1 = torch.mul(y0, torch.unsqueeze(torch.select(whole, 1, h), 1))
                        _0 = torch.append(outputs, y1)
                      return torch.cat(outputs, 1)
                    """);

    private final int heads;
    private final long units;
    private final double dropout;
    private final boolean averaged;
    private final Block linear;
    private final Parameter sourceAttention;
    private final Parameter targetAttention;
    private final Parameter bias;

    /** Heads side by side, without dropout. */
    public GatLayer(int heads, long units) {
        this(heads, units, 0);
    }

    /**
     * Heads side by side.
     *
     * @param heads at least 1; 8 in the paper
     * @param units features that come out of each head; 8 in the paper
     * @param dropout share of the attention that is dropped in training, from 0 to less than 1; 0.6
     *     in the paper
     */
    public GatLayer(int heads, long units, double dropout) {
        this(heads, units, dropout, false);
    }

    /**
     * The mean of several heads, as the paper's last layer has it.
     *
     * @param heads at least 1; 8 in the paper on PubMed
     * @param units features that come out
     * @param dropout share of the attention that is dropped in training, from 0 to less than 1
     */
    public static GatLayer averaged(int heads, long units, double dropout) {
        return new GatLayer(heads, units, dropout, true);
    }

    private GatLayer(int heads, long units, double dropout, boolean averaged) {
        if (heads < 1 || units < 1) {
            throw new IllegalArgumentException(
                    "Attention has at least 1 head of 1 unit, got %d of %d"
                            .formatted(heads, units));
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException(
                    "Attention is dropped with a probability from 0 to below 1, got " + dropout);
        }
        this.heads = heads;
        this.units = units;
        this.dropout = dropout;
        this.averaged = averaged;
        linear =
                addChildBlock(
                        "lin",
                        Layers.started(
                                Layers.linear(heads * units, false), new Distribution.Glorot()));
        sourceAttention = addParameter(attention("att_src"));
        targetAttention = addParameter(attention("att_dst"));
        bias = addParameter(GcnLayer.bias(width(0)));
    }

    private Parameter attention(String name) {
        return Parameter.builder()
                .setName(name)
                .setType(Parameter.Type.OTHER)
                .optShape(new Shape(1, heads, units))
                .optInitializer(new Distribution.Glorot())
                .build();
    }

    @Override
    protected NDArray propagate(
            ParameterStore parameterStore, NDArray x, Edges edges, boolean training) {
        NDArray src = parameterStore.getValue(sourceAttention, x.getDevice(), training);
        NDArray dst = parameterStore.getValue(targetAttention, x.getDevice(), training);
        NDArray b = parameterStore.getValue(bias, x.getDevice(), training);
        try (NDArray p = Numbers.of(x.getManager(), training ? dropout : 0);
                NDArray z =
                        linear.forward(parameterStore, new NDList(x), training)
                                .singletonOrThrow(); // (n, heads * units)
                NDArray sum =
                        OPS.apply(
                                "attend",
                                z,
                                src,
                                dst,
                                edges.source(),
                                edges.target(),
                                edges.offsets(),
                                p)) {
            return averaged ? mean(sum, b) : sum.add(b);
        }
    }

    private NDArray mean(NDArray sum, NDArray b) {
        try (NDArray parts = sum.reshape(-1, heads, units);
                NDArray mean = parts.mean(new int[] {1})) {
            return mean.add(b);
        }
    }

    @Override
    protected long width(long in) {
        return averaged ? units : heads * units;
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        linear.initialize(manager, dataType, inputShapes[0]);
    }
}
