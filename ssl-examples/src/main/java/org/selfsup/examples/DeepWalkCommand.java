package org.selfsup.examples;

import org.selfsup.generative.context.EmbeddingTraining;
import org.selfsup.generative.graph.DeepWalk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Learns vectors of nodes from random walks. */
@Command(
        name = "deepwalk",
        mixinStandardHelpOptions = true,
        description = "DeepWalk (1403.6652): skip-gram over random walks on a graph.")
final class DeepWalkCommand extends NodeVectorCommand {

    @Mixin private WalkOptions walks = new WalkOptions(DeepWalk.Config.PAPER);

    @Mixin
    private OutputLayerOptions layer =
            new OutputLayerOptions(OutputLayerOptions.Kind.HIERARCHICAL_SOFTMAX);

    @Override
    EmbeddingTraining.Plan plan(VectorOptions vectors) {
        return walks.plan(vectors);
    }

    @Override
    Learner learner(int dimension, EmbeddingTraining.Plan plan) {
        return new DeepWalk(layer.create(), walks.create(dimension, plan))::train;
    }
}
