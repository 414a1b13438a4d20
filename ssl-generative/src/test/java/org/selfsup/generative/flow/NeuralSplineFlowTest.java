package org.selfsup.generative.flow;

class NeuralSplineFlowTest extends PlaneFlowContract {

    @Override
    protected NormalizingFlow flow(int condition) {
        return new NeuralSplineFlow(2, condition, new NeuralSplineFlow.Config(4, 8, 4, 16));
    }
}
