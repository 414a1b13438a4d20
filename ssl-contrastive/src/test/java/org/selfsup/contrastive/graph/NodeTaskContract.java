package org.selfsup.contrastive.graph;

import org.selfsup.augment.DropEdges;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.augment.MaskFeatures;
import org.selfsup.data.Graph;
import org.selfsup.data.Views;
import org.selfsup.testing.OneGraphContract;

/** A task on two views of the nodes of one graph. */
abstract class NodeTaskContract extends OneGraphContract {

    @Override
    protected Views<Graph> views() {
        GraphTransform first = new DropEdges(0.2).then(new MaskFeatures(0.3));
        GraphTransform second = new DropEdges(0.4).then(new MaskFeatures(0.4));
        return new GraphViews(first, second);
    }
}
