package org.selfsup.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SymbolBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.TorchScript;

/**
 * A network that follows another one slowly: the target of BYOL, the key encoder of MoCo, the
 * teacher of DINO.
 *
 * <pre>{@code target <- m target + (1 - m) online }</pre>
 *
 * <p>It is the online network itself, run with parameters of its own: a copy of the online ones at
 * first, averaged by {@link #update} and never trained. Running statistics of BatchNorm are its own
 * too: they start as a copy and follow from what passes through, they are not averaged.
 *
 * <p>What passes through is never recorded: no gradient flows back.
 *
 * <p>Shapes are those of the online network. In a task's {@link org.selfsup.encoder.Networks} it
 * stands after the networks it follows.
 */
public final class MomentumEncoder extends AbstractBlock {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def follow(self, target: List[Tensor], online: List[Tensor], c: List[Tensor]) -> Tensor:
                      torch._foreach_lerp_(target, online, float(c[0]))
                      return c[0]
                    """);

    private final Block online;
    private final Map<Parameter, Parameter> twins = new LinkedHashMap<>();

    /**
     * Follows a network.
     *
     * @param online the network to follow, whose blocks take their parameters from the {@link
     *     ParameterStore}, as all of this library and of DJL do
     * @throws IllegalArgumentException if part of it keeps its parameters in a TorchScript module,
     *     where no other values can be put in their place
     */
    public MomentumEncoder(Block online) {
        this.online = online;
        refuseModules(online);
        StateDict.parameters(online)
                .forEach(
                        (name, parameter) ->
                                twins.put(
                                        parameter,
                                        addParameter(
                                                Parameter.builder()
                                                        .setName(name)
                                                        .setType(parameter.getType())
                                                        .optRequiresGrad(false)
                                                        .build())));
    }

    private static void refuseModules(Block block) {
        if (block instanceof SymbolBlock) {
            throw new IllegalArgumentException(
                    "A momentum encoder cannot follow an imported TorchScript module, which keeps"
                            + " its parameters to itself; use one of the library's encoders, and"
                            + " load the weights into it");
        }
        StateDict.children(block).values().forEach(MomentumEncoder::refuseModules);
    }

    /**
     * Moves the target towards the online network.
     *
     * @param momentum m, the share of the target that is kept, 0 to 1
     */
    public void update(double momentum) {
        if (!(momentum >= 0 && momentum <= 1)) {
            throw new IllegalArgumentException(
                    "The momentum of an average is 0 to 1, got " + momentum);
        }
        NDList target = new NDList();
        NDList followed = new NDList();
        twins.forEach(
                (parameter, twin) -> {
                    if (!isStatistic(parameter)) {
                        target.add(twin.getArray());
                        followed.add(parameter.getArray());
                    }
                });
        try (Autograd off = Autograd.off();
                NDArray share = target.head().getManager().create(1 - momentum)) {
            OPS.callLists("follow", target, followed, new NDList(share)).close();
        }
    }

    /** Becomes what the online network is now, running statistics included. */
    public void copy() {
        try (Autograd off = Autograd.off()) {
            twins.forEach(
                    (parameter, twin) -> {
                        try (NDArray value = parameter.getArray().stopGradient()) {
                            twin.getArray().set(new NDIndex("..."), value);
                        }
                    });
        }
    }

    private static boolean isStatistic(Parameter parameter) {
        return parameter.getType() == Parameter.Type.RUNNING_MEAN
                || parameter.getType() == Parameter.Type.RUNNING_VAR;
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        twins.forEach(
                (parameter, twin) -> {
                    NDArray value = parameter.getArray();
                    twin.setShape(value.getShape());
                    twin.setInitializer((manager, shape, type) -> copy(value, manager));
                });
    }

    private static NDArray copy(NDArray value, NDManager manager) {
        try (NDArray detached = value.stopGradient()) {
            NDArray copy = detached.duplicate(); // with its layout in memory
            copy.attach(manager);
            return copy;
        }
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        try (Autograd off = Autograd.off()) {
            return online.forward(new Twins(inputs), inputs, training, params);
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return online.getOutputShapes(inputShapes);
    }

    /** Gives the twin's array wherever the online network asks for a parameter. */
    private final class Twins extends ParameterStore {

        Twins(NDList inputs) {
            super(inputs.head().getManager(), false);
        }

        @Override
        public NDArray getValue(Parameter parameter, Device device, boolean training) {
            Parameter twin = twins.get(parameter);
            return twin == null ? super.getValue(parameter, device, training) : twin.getArray();
        }
    }
}
