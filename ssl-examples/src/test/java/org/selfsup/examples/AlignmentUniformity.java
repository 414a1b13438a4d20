package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.encoder.Networks;
import org.selfsup.engine.Numbers;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

// snippet: own method
/** Two views of a picture meet, all pictures spread over the sphere (2005.10242, section 4). */
final class AlignmentUniformity implements PretextTask {

    private final Networks networks;

    /** Takes encoder (n, c, h, w) -> (n, d) and projector (n, d) -> (n, p). */
    AlignmentUniformity(Block encoder, Block projector) {
        networks = new Networks().add("encoder", encoder).add("projector", projector);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        NDArray z1 = embeddings(pass, views.get(0)); // (n, p)
        NDArray z2 = embeddings(pass, views.get(1));
        NDArray alignment = z1.sub(z2).square().sum(new int[] {1}).mean();
        NDArray uniformity = Numbers.times(logSpread(z1).add(logSpread(z2)), 0.5);
        pass.report("alignment", alignment); // curves of the report
        pass.report("uniformity", uniformity);
        pass.watch(z1, z2); // what health is told by
        return alignment.add(uniformity);
    }

    private NDArray embeddings(Pass pass, NDArray view) {
        NDArray h = pass.forward(networks.get("encoder"), view);
        return pass.forward(networks.get("projector"), h).normalize(2, 1);
    }

    /** Of unit vectors: |x - y|^2 = 2 - 2 x . y. */
    private static NDArray logSpread(NDArray z) {
        NDArray cosines = z.matMul(z.transpose()); // (n, n)
        NDArray squares = Numbers.times(cosines.sub(cosines.onesLike()), -2);
        return Numbers.times(squares, -2).exp().mean().log();
    }
}
// end
