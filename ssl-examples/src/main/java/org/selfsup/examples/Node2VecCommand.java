package org.selfsup.examples;

import org.selfsup.generative.context.EmbeddingTraining;
import org.selfsup.generative.graph.Node2Vec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Learns vectors of nodes from biased walks. */
@Command(
        name = "node2vec",
        mixinStandardHelpOptions = true,
        description = "node2vec (1607.00653): skip-gram over walks that stay near or go far.")
final class Node2VecCommand extends NodeVectorCommand {

    @Option(
            names = "--p",
            paramLabel = "X",
            defaultValue = "1",
            description = "The larger, the rarer a step back (default: ${DEFAULT-VALUE}).")
    private double p = 1;

    @Option(
            names = "--q",
            paramLabel = "X",
            defaultValue = "1",
            description = "The larger, the nearer a walk stays (default: ${DEFAULT-VALUE}).")
    private double q = 1;

    @Mixin private WalkOptions walks = new WalkOptions(Node2Vec.Config.PAPER.walks());

    @Mixin
    private OutputLayerOptions layer =
            new OutputLayerOptions(OutputLayerOptions.Kind.NEGATIVE_SAMPLING);

    @Override
    EmbeddingTraining.Plan plan(VectorOptions vectors) {
        return walks.plan(vectors);
    }

    @Override
    Learner learner(int dimension, EmbeddingTraining.Plan plan) {
        Node2Vec.Config config = new Node2Vec.Config(p, q, walks.create(dimension, plan));
        return new Node2Vec(layer.create(), config)::train;
    }
}
