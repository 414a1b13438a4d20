package org.selfsup.contrastive.graph;

import org.selfsup.augment.DropEdges;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.augment.MaskFeatures;
import org.selfsup.data.BlocksGraph;
import org.selfsup.data.Graph;
import org.selfsup.data.NodeSet;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.testing.PretextTaskContract;

/** A task on two views of the nodes of one graph. */
abstract class NodeTaskContract extends PretextTaskContract<Graph> {

    final NodeSet set = BlocksGraph.generate(120, 3, 6, 2, 1);

    @Override
    protected Samples<Graph> samples() {
        return set.samples();
    }

    @Override
    protected Views<Graph> views() {
        GraphTransform first = new DropEdges(0.2).then(new MaskFeatures(0.3));
        GraphTransform second = new DropEdges(0.4).then(new MaskFeatures(0.4));
        return new GraphViews(first, second);
    }

    @Override
    protected int batch() {
        return 1;
    }
}
