package org.selfsup.generative.flow;

class NeuralSplineFlowTest extends PlaneFlowContract {

    @Override
    protected NormalizingFlow task() {
        return new NeuralSplineFlow(2, new NeuralSplineFlow.Config(4, 8, 4, 16));
    }
}
